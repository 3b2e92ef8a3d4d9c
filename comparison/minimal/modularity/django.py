from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import include, path


# example/views.py
def home(request):
    return redirect("shop:cart")


def cart(request):
    return HttpResponse("Cart")


# example/urls.py, where include("shop.urls") would read the patterns of an app `shop`
shop_patterns = [path("cart/", cart, name="cart")]
urlpatterns = [path("", home), path("shop/", include((shop_patterns, "shop")))]
