from flask import Flask, abort, render_template

app = Flask(__name__)


@app.route("/profile/<username>/")
def profile(username):
    abort(404)


@app.errorhandler(404)
def not_found(error):
    return render_template("not_found.html"), 404


# templates/not_found.html
#   <h1>There is no page at {{ request.path }}</h1>
