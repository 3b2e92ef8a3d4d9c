from django.conf import settings
from django.urls import path

from walkthrough import (
    debug_page,
    step1_function_view,
    step2_class_view,
    step3_username,
    step4_slug,
    step5_login_required,
    step6_template,
    step7_hooks,
    step8_errors,
    step9_url_values,
    step10_configuration,
    step11_apps,
    step12_peewee,
    views,
)

app_name = "walkthrough"
urlpatterns = [
    path("", views.IndexView.as_view(), name="index"),
    path(
        "function-view/profile/<pk:pk>/", step1_function_view.function_by_pk, name="function_by_pk"
    ),
    path("class-view/profile/<pk:pk>/", step2_class_view.ProfileView.as_view(), name="class_by_pk"),
    path(
        "function-view/profile/<username:username>/",
        step3_username.function_by_username,
        name="function_by_username",
    ),
    path(
        "slug-field/profile/<username:slug>/",
        step4_slug.ProfileBySlugView.as_view(),
        name="class_by_slug",
    ),
    path(
        "class-view/profile/<username:username>/",
        step4_slug.ProfileByUsernameView.as_view(),
        name="class_by_username",
    ),
    path(
        "login-required/profile/",
        step5_login_required.MyProfileView.as_view(),
        name="login_required",
    ),
    path("template/", step6_template.UserListView.as_view(), name="template"),
    path("hooks/", step7_hooks.HooksView.as_view(), name="hooks"),
    path("errors/", step8_errors.WeekdayView.as_view(), name="errors"),
    path("url-values/", step9_url_values.GreetingView.as_view(), name="url_values"),
    path("url-values/<language>/", step9_url_values.GreetingView.as_view(), name="url_values"),
    path("configuration/", step10_configuration.ConfigurationView.as_view(), name="configuration"),
    path("apps/", step11_apps.AppsView.as_view(), name="apps"),
    path("peewee/", step12_peewee.PeeweeView.as_view(), name="peewee"),
]
if settings.DEBUG:
    urlpatterns += [
        path("errors/unexpected/", debug_page.unexpected_error, name="unexpected_error")
    ]
