"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "belief",
        sa.Column("site_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.SmallInteger(), nullable=True),
        sa.Column("streak", sa.Integer(), nullable=False),
        sa.Column("streak_began", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("site_id", "kind", name=op.f("pk_belief")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "closed_month",
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=False),
        sa.Column("filed_at", sa.BigInteger(), nullable=True),
        sa.Column("outline", sa.String(), nullable=False),
        sa.Column("marks", sa.String(), nullable=False),
        sa.Column("frozen", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("month", "edition", name=op.f("pk_closed_month")),
    )
    op.create_table(
        "community",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("coordinator", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sa.UniqueConstraint("name", name=op.f("uq_community_name")),
    )
    op.create_table(
        "daemon",
        sa.Column("vantage", sa.SmallInteger(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("beat_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("vantage", name=op.f("pk_daemon")),
    )
    op.create_table(
        "day_strip",
        sa.Column("site_id", ROW_ID, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("up_s", sa.Integer(), nullable=False),
        sa.Column("down_s", sa.Integer(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("conclusive", sa.Integer(), nullable=False),
        sa.Column("strip", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "day", name=op.f("pk_day_strip")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fact",
        sa.Column("site_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "kind", "first_at", name=op.f("pk_fact")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "gap",
        sa.Column("vantage", sa.SmallInteger(), nullable=False),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.Column("to_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("vantage", "from_at", name=op.f("pk_gap")),
    )
    op.create_table(
        "incident",
        sa.Column("site_id", ROW_ID, nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("resolved_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "opened_at", name=op.f("pk_incident")),
    )
    op.create_table(
        "observation",
        sa.Column("site_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("vantage", sa.SmallInteger(), nullable=False),
        sa.Column("slot_at", sa.BigInteger(), nullable=False),
        sa.Column("late_s", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.SmallInteger(), nullable=False),
        sa.Column("reason", sa.Integer(), nullable=False),
        sa.Column("http", sa.Integer(), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "site_id", "kind", "vantage", "slot_at", name=op.f("pk_observation")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("dedup_key", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("site_ids", sa.String(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("mail_from", sa.String(), nullable=False),
        sa.Column("rcpt_to", sa.String(), nullable=False),
        sa.Column("mime", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("reply", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_outbox_dedup_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_occasion"), ["occasion"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_state"), ["state"], unique=False)

    op.create_table(
        "owner",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("greeting", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner")),
        sa.UniqueConstraint("identity", name=op.f("uq_owner_identity")),
    )
    op.create_table(
        "pause",
        sa.Column("site_id", ROW_ID, nullable=False),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.Column("to_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "from_at", name=op.f("pk_pause")),
    )
    op.create_table(
        "probe_schedule",
        sa.Column("site_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("vantage", sa.SmallInteger(), nullable=False),
        sa.Column("slot_at", sa.BigInteger(), nullable=False),
        sa.Column("ready_at", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "kind", "vantage", name=op.f("pk_probe_schedule")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("probe_schedule", schema=None) as batch_op:
        batch_op.create_index(
            "ix_probe_schedule_due", ["vantage", "kind", "ready_at"], unique=False
        )

    op.create_table(
        "rdap_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("servers", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rdap_list")),
    )
    op.create_table(
        "refusal",
        sa.Column("server", sa.String(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("in_a_row", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("server", name=op.f("pk_refusal")),
    )
    op.create_table(
        "registry_turn",
        sa.Column("server", sa.String(), nullable=False),
        sa.Column("free_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("server", name=op.f("pk_registry_turn")),
    )
    op.create_table(
        "site",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=True),
        sa.Column("keeper_id", ROW_ID, nullable=True),
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("community_id", ROW_ID, nullable=False),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("granted_on", sa.Integer(), nullable=True),
        sa.Column("grant_ends", sa.Integer(), nullable=True),
        sa.Column("domain_expires", sa.Integer(), nullable=True),
        sa.Column("hosting_expires", sa.Integer(), nullable=True),
        sa.Column("registrar", sa.String(), nullable=False),
        sa.Column("hosting", sa.String(), nullable=False),
        sa.Column("paid_until", sa.Integer(), nullable=True),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("baseline", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_on", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("verbatim", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_site_community_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_site_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("identity", name=op.f("uq_site_identity")),
    )
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_site_domain"), ["domain"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_site_domain"))

    op.drop_table("site")
    op.drop_table("registry_turn")
    op.drop_table("refusal")
    op.drop_table("rdap_list")
    with op.batch_alter_table("probe_schedule", schema=None) as batch_op:
        batch_op.drop_index("ix_probe_schedule_due")

    op.drop_table("probe_schedule")
    op.drop_table("pause")
    op.drop_table("owner")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_state"))
        batch_op.drop_index(batch_op.f("ix_outbox_occasion"))

    op.drop_table("outbox")
    op.drop_table("observation")
    op.drop_table("incident")
    op.drop_table("gap")
    op.drop_table("fact")
    op.drop_table("day_strip")
    op.drop_table("daemon")
    op.drop_table("community")
    op.drop_table("closed_month")
    op.drop_table("belief")
