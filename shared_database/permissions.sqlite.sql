-- Each implementation has a table of the permissions of users. These triggers copy each change of one
-- to the other. Statements are separated by empty lines.
DROP TRIGGER IF EXISTS add_to_users_user_permissions

CREATE TRIGGER add_to_users_user_permissions AFTER INSERT ON user_permissions
BEGIN
  INSERT OR IGNORE INTO users_user_permissions (user_id, permission_id)
  SELECT NEW.user_id, auth_permission.id
  FROM auth_permission JOIN django_content_type ON content_type_id = django_content_type.id
  WHERE app_label = 'accounts' AND model = 'user' AND codename = NEW.permission;
END

DROP TRIGGER IF EXISTS delete_from_users_user_permissions

CREATE TRIGGER delete_from_users_user_permissions AFTER DELETE ON user_permissions
BEGIN
  DELETE FROM users_user_permissions WHERE user_id = OLD.user_id AND permission_id IN (
    SELECT auth_permission.id
    FROM auth_permission JOIN django_content_type ON content_type_id = django_content_type.id
    WHERE app_label = 'accounts' AND model = 'user' AND codename = OLD.permission);
END

DROP TRIGGER IF EXISTS add_to_user_permissions

CREATE TRIGGER add_to_user_permissions AFTER INSERT ON users_user_permissions
BEGIN
  INSERT OR IGNORE INTO user_permissions (user_id, permission)
  SELECT NEW.user_id, codename
  FROM auth_permission JOIN django_content_type ON content_type_id = django_content_type.id
  WHERE app_label = 'accounts' AND model = 'user' AND auth_permission.id = NEW.permission_id;
END

DROP TRIGGER IF EXISTS delete_from_user_permissions

CREATE TRIGGER delete_from_user_permissions AFTER DELETE ON users_user_permissions
BEGIN
  DELETE FROM user_permissions WHERE user_id = OLD.user_id AND permission IN (
    SELECT codename
    FROM auth_permission JOIN django_content_type ON content_type_id = django_content_type.id
    WHERE app_label = 'accounts' AND model = 'user' AND auth_permission.id = OLD.permission_id);
END

DROP TRIGGER IF EXISTS delete_rows_of_user

CREATE TRIGGER delete_rows_of_user BEFORE DELETE ON users
BEGIN
  DELETE FROM users_groups WHERE user_id = OLD.id;
  DELETE FROM django_admin_log WHERE user_id = OLD.id;
  DELETE FROM user_permissions WHERE user_id = OLD.id;
END

INSERT OR IGNORE INTO user_permissions (user_id, permission)
SELECT user_id, codename
FROM users_user_permissions
JOIN auth_permission ON permission_id = auth_permission.id
JOIN django_content_type ON content_type_id = django_content_type.id
WHERE app_label = 'accounts' AND model = 'user'

INSERT OR IGNORE INTO users_user_permissions (user_id, permission_id)
SELECT user_id, auth_permission.id
FROM user_permissions
JOIN auth_permission ON codename = permission
JOIN django_content_type ON content_type_id = django_content_type.id
WHERE app_label = 'accounts' AND model = 'user'
