from flask import Flask

app = Flask(__name__)


@app.route("/about/")  # strict_slashes is True by default
def about():
    return "About"
