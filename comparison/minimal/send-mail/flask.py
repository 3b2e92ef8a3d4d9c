from flask_mailman import EmailMessage, Mail
from project import app

app.config["MAIL_SERVER"] = "mail.example.com"
app.config["MAIL_DEFAULT_SENDER"] = "noreply@example.com"
Mail(app)


@app.post("/invite/")
def invite():
    EmailMessage("Invitation", "Please join us.", to=["mary@example.com"]).send()
    return "Sent"
