"""warnings and reviews: monitoring lights and the reviewers' sheets"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _list('warnings', sa.Column('month', sa.Integer(), nullable=True),
          sa.Column('light', sa.String(length=6), nullable=False))
    _list('reviews', sa.Column('level2', sa.Text(), nullable=False), sa.Column('indicator', sa.Text(), nullable=False),
          sa.Column('self_score_c', sa.Integer(), nullable=True),
          sa.Column('review_actual', sa.Text(), nullable=False),
          sa.Column('review_score_c', sa.Integer(), nullable=True), sa.Column('note', sa.Text(), nullable=False))


def _list(name: str, *columns: sa.Column) -> None:
    op.create_table(name,
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('part_id', sa.Integer(), nullable=False),
    sa.Column('project', sa.Text(), nullable=False),
    sa.Column('project_code', sa.Text(), nullable=True),
    sa.Column('department', sa.Text(), nullable=False),
    *columns,
    sa.Column('address', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.document_id'], name=op.f(f'fk_{name}_document_id'),
                            ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['part_id'], ['parts.part_id'], name=op.f(f'fk_{name}_part_id')),
    sa.PrimaryKeyConstraint('document_id', 'ordinal', name=op.f(f'pk_{name}'))
    )
    with op.batch_alter_table(name, schema=None) as batch_op:
        batch_op.create_index(batch_op.f(f'ix_{name}_part_id'), ['part_id'], unique=False)


def downgrade() -> None:
    for name in ('reviews', 'warnings'):
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.drop_index(batch_op.f(f'ix_{name}_part_id'))
        op.drop_table(name)
