from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import path

# example/admin.py
admin.site.unregister(User)  # the admin that django.contrib.auth registers


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["username", "email"]
    search_fields = ["username"]
    fields = ["email", "is_active"]


# example/urls.py
urlpatterns = [path("admin/", admin.site.urls)]
