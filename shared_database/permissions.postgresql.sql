-- Each implementation has a table of the permissions of users. These triggers copy each change of one
-- to the other. Statements are separated by empty lines.
CREATE OR REPLACE FUNCTION copy_to_users_user_permissions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO users_user_permissions (user_id, permission_id)
    SELECT NEW.user_id, auth_permission.id
    FROM auth_permission JOIN django_content_type ON content_type_id = django_content_type.id
    WHERE app_label = 'accounts' AND model = 'user' AND codename = NEW.permission
    ON CONFLICT DO NOTHING;
  ELSE
    DELETE FROM users_user_permissions WHERE user_id = OLD.user_id AND permission_id IN (
      SELECT auth_permission.id
      FROM auth_permission JOIN django_content_type ON content_type_id = django_content_type.id
      WHERE app_label = 'accounts' AND model = 'user' AND codename = OLD.permission);
  END IF;
  RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION copy_to_user_permissions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO user_permissions (user_id, permission)
    SELECT NEW.user_id, codename
    FROM auth_permission JOIN django_content_type ON content_type_id = django_content_type.id
    WHERE app_label = 'accounts' AND model = 'user' AND auth_permission.id = NEW.permission_id
    ON CONFLICT DO NOTHING;
  ELSE
    DELETE FROM user_permissions WHERE user_id = OLD.user_id AND permission IN (
      SELECT codename
      FROM auth_permission JOIN django_content_type ON content_type_id = django_content_type.id
      WHERE app_label = 'accounts' AND model = 'user' AND auth_permission.id = OLD.permission_id);
  END IF;
  RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION delete_rows_of_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM users_groups WHERE user_id = OLD.id;
  DELETE FROM django_admin_log WHERE user_id = OLD.id;
  RETURN OLD;
END $$

CREATE OR REPLACE TRIGGER copy_permission AFTER INSERT OR DELETE ON user_permissions
  FOR EACH ROW EXECUTE FUNCTION copy_to_users_user_permissions()

CREATE OR REPLACE TRIGGER copy_permission AFTER INSERT OR DELETE ON users_user_permissions
  FOR EACH ROW EXECUTE FUNCTION copy_to_user_permissions()

CREATE OR REPLACE TRIGGER delete_rows BEFORE DELETE ON users
  FOR EACH ROW EXECUTE FUNCTION delete_rows_of_user()

INSERT INTO user_permissions (user_id, permission)
SELECT user_id, codename
FROM users_user_permissions
JOIN auth_permission ON permission_id = auth_permission.id
JOIN django_content_type ON content_type_id = django_content_type.id
WHERE app_label = 'accounts' AND model = 'user'
ON CONFLICT DO NOTHING

INSERT INTO users_user_permissions (user_id, permission_id)
SELECT user_id, auth_permission.id
FROM user_permissions
JOIN auth_permission ON codename = permission
JOIN django_content_type ON content_type_id = django_content_type.id
WHERE app_label = 'accounts' AND model = 'user'
ON CONFLICT DO NOTHING
