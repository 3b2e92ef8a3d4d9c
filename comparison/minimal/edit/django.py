from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import path
from django.views.generic import UpdateView
from example.forms import ProfileForm  # the topic “ModelForm and WTForms form”


# example/views.py
class EditView(LoginRequiredMixin, UpdateView):
    form_class = ProfileForm
    template_name = "form.html"
    success_url = "/profile/"

    def get_object(self):
        return self.request.user


# example/urls.py
urlpatterns = [path("profile/edit/", EditView.as_view())]
