from flask import abort
from flask_login import current_user, login_required
from project import app, db
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship


class Note(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    grants: Mapped[list["Grant"]] = relationship(cascade="all, delete-orphan")

    def to_dict(self):
        return {"id": self.id, "text": self.text}


class Grant(db.Model):
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey(Note.id), primary_key=True)
    action: Mapped[str] = mapped_column(primary_key=True)


def granted_notes(action):
    return db.select(Note).join(Grant).filter_by(user_id=current_user.id, action=action)


@app.get("/api/notes/")
@login_required
def notes():
    return [note.to_dict() for note in db.session.scalars(granted_notes("view"))]


@app.get("/api/notes/<int:pk>/")
@login_required
def note(pk):
    return db.first_or_404(granted_notes("view").where(Note.id == pk)).to_dict()


@app.delete("/api/notes/<int:pk>/")
@login_required
def delete(pk):
    note = db.first_or_404(granted_notes("view").where(Note.id == pk))
    if note not in db.session.scalars(granted_notes("delete").where(Note.id == pk)):
        abort(403)
    db.session.delete(note)
    db.session.commit()
    return "", 204


def grant(user, action, pk):
    db.session.add(Grant(user_id=user.id, note_id=pk, action=action))
    db.session.commit()
