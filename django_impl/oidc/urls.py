from django.conf import settings
from django.urls import path

from oidc import views

app_name = "oidc"
urlpatterns = []
if settings.OIDC_ISSUER:  # otherwise there is no provider, and no page (OIDC-1)
    urlpatterns = [
        path("oidc/login/", views.login, name="login"),
        path("oidc/callback/", views.callback, name="callback"),
        path("oidc/signup/", views.SignUpView.as_view(), name="signup"),
        path("identities/", views.IdentitiesView.as_view(), name="identities"),
        path("identities/unlink/", views.unlink, name="unlink"),
    ]
