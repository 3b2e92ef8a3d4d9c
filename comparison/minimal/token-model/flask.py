from datetime import datetime

from project import User, db
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship


class Token(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(50))
    expires: Mapped[datetime] = mapped_column(index=True)
    user: Mapped[User] = relationship(backref="tokens")


def add_token(user, name, expires):
    user.tokens.append(Token(name=name, expires=expires))
    db.session.commit()
