from django import forms
from django.shortcuts import render
from django.urls import path


# example/forms.py
class NameForm(forms.Form):
    name = forms.CharField(max_length=20, help_text="At most 20 characters")


# example/views.py
def edit(request):
    form = NameForm(request.POST or None)
    return render(request, "form.html", {"form": form})


# example/urls.py
urlpatterns = [path("edit/", edit)]

# example/templates/form.html
#   <form method="post">
#     {% csrf_token %}
#     {{ form.name.label_tag }} {{ form.name }} {{ form.name.help_text }}
#     {% for error in form.name.errors %}<p>{{ error }}</p>{% endfor %}
#   </form>
