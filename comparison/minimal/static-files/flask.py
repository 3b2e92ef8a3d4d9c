from flask import Flask, render_template

app = Flask(__name__, static_folder="static")  # the default


@app.route("/")
def home():
    return render_template("home.html")


# static/style.css
#   body { margin: 2em }

# templates/home.html
#   <link rel="stylesheet" href="{{ url_for('static', filename='style.css') }}">
