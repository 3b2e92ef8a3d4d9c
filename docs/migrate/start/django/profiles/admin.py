"""The admin: the profile on the page of its user, and the tokens."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User

from profiles.models import Profile, Token


class ProfileInline(admin.StackedInline):
    """The profile of the user above."""

    model = Profile


class PersonAdmin(UserAdmin):
    """Django's page of a user, with the profile."""

    inlines = [ProfileInline]


admin.site.unregister(User)
admin.site.register(User, PersonAdmin)
admin.site.register(Token)
