from flask import Flask, render_template

app = Flask(__name__)


@app.route("/")
def home():
    return render_template("home.html")


# templates/home.html
#   <h1>Welcome</h1>
