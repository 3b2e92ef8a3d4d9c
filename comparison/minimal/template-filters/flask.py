from flask import Flask, render_template

app = Flask(__name__)


@app.template_filter()
def initials(name):
    return "".join(word[0] for word in name.split())


@app.route("/")
def home():
    return render_template("home.html", name="Ada Lovelace")


# templates/home.html
#   <p>{{ name|initials }}</p>
