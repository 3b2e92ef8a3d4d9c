from flask import Blueprint, Flask, redirect, url_for

bp = Blueprint("shop", __name__, url_prefix="/shop")


@bp.route("/cart/")
def cart():
    return "Cart"


app = Flask(__name__)
app.register_blueprint(bp)


@app.route("/")
def home():
    return redirect(url_for("shop.cart"))
