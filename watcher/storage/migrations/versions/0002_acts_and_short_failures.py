"""Acts of people, the standing and the end of a pause, and short failures by day."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# What the register kept of an answer or a payment becomes the first act about its site. The day of
# an answer is kept as an ordinal; 719163 is that of 1970-01-01. A payment has no day of its own.
ANSWERS = """
INSERT INTO act (at, site_id, kind, "by", way, reason, before, after)
SELECT (answered_on - 719163) * 86400, id, 'answered', '', 'import', '', '{}',
       json_object('answer', answer, 'on', date((answered_on - 719163) * 86400, 'unixepoch'),
                   'clock', 'domain')
FROM site WHERE answer IS NOT NULL AND answered_on IS NOT NULL
"""
PAYMENTS = """
INSERT INTO act (at, site_id, kind, "by", way, reason, before, after)
SELECT added_at, id, 'payment', '', 'import', '', '{}',
       json_object('until', date((paid_until - 719163) * 86400, 'unixepoch'),
                   'on', date(added_at, 'unixepoch'), 'clock', 'domain')
FROM site WHERE paid_until IS NOT NULL
"""
# A pause that lasts is what its site stands for now.
STANDINGS = """
UPDATE pause SET standing = (SELECT site.standing FROM site WHERE site.id = pause.site_id)
WHERE to_at IS NULL AND (SELECT site.standing FROM site WHERE site.id = pause.site_id) != 'active'
"""


def upgrade() -> None:
    op.create_table(
        "act",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("site_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act")),
    )
    op.create_index(op.f("ix_act_site_id"), "act", ["site_id"], unique=False)
    op.execute(ANSWERS)
    op.execute(PAYMENTS)
    op.add_column("pause", sa.Column("until", sa.BigInteger(), nullable=True))
    op.add_column(
        "pause", sa.Column("standing", sa.String(), nullable=False, server_default="paused")
    )
    op.execute(STANDINGS)
    op.add_column("day_strip", sa.Column("blips", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("day_strip", "blips")
    op.drop_column("pause", "standing")
    op.drop_column("pause", "until")
    op.drop_index(op.f("ix_act_site_id"), table_name="act")
    op.drop_table("act")
