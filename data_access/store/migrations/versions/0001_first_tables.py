"""first tables"""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    
    op.create_table('departments',
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('code', sa.Text(), nullable=True),
    sa.Column('region', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('department_id', name=op.f('pk_departments')),
    sa.UniqueConstraint('name', name=op.f('uq_departments_name'))
    )
    op.create_table('documents',
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('reader', sa.String(length=20), nullable=False),
    sa.Column('options', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('imported_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('document_id', name=op.f('pk_documents'))
    )
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_documents_sha256'), ['sha256'], unique=False)

    op.create_table('department_aliases',
    sa.Column('printed', sa.Text(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('confirmed_by', sa.Text(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['department_id'], ['departments.department_id'], name=op.f('fk_department_aliases_department_id')),
    sa.PrimaryKeyConstraint('printed', name=op.f('pk_department_aliases'))
    )
    op.create_table('messages',
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('filing_id', sa.Integer(), nullable=True),
    sa.Column('severity', sa.String(length=10), nullable=False),
    sa.Column('where', sa.Text(), nullable=False),
    sa.Column('found', sa.Text(), nullable=False),
    sa.Column('expected', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.document_id'], name=op.f('fk_messages_document_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('message_id', name=op.f('pk_messages'))
    )
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_messages_document_id'), ['document_id'], unique=False)

    op.create_table('parts',
    sa.Column('part_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['departments.department_id'], name=op.f('fk_parts_department_id')),
    sa.PrimaryKeyConstraint('part_id', name=op.f('pk_parts')),
    sa.UniqueConstraint('key', name=op.f('uq_parts_key'))
    )
    op.create_table('filings',
    sa.Column('filing_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=16), nullable=False),
    sa.Column('identity', sa.Text(), nullable=False),
    sa.Column('part_id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('replaced_by', sa.Integer(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('form', sa.String(length=12), nullable=False),
    sa.Column('layout', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('region', sa.Text(), nullable=True),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('year_printed', sa.Integer(), nullable=True),
    sa.Column('project', sa.Text(), nullable=False),
    sa.Column('project_code', sa.Text(), nullable=True),
    sa.Column('department', sa.Text(), nullable=False),
    sa.Column('department_code', sa.Text(), nullable=True),
    sa.Column('unit', sa.Text(), nullable=False),
    sa.Column('unit_code', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('measures', sa.Text(), nullable=False),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('total_weight_c', sa.Integer(), nullable=True),
    sa.Column('total_score_c', sa.Integer(), nullable=True),
    sa.Column('grade', sa.String(length=4), nullable=True),
    sa.Column('grade_printed', sa.Text(), nullable=False),
    sa.Column('at', sa.JSON(), nullable=False),
    sa.Column('cells_read', sa.Integer(), nullable=False),
    sa.Column('cells_ignored', sa.Integer(), nullable=False),
    sa.Column('cells_left', sa.Integer(), nullable=False),
    sa.Column('left_over', sa.JSON(), nullable=False),
    sa.CheckConstraint("form in ('project', 'department')", name=op.f('ck_filings_form')),
    sa.ForeignKeyConstraint(['document_id'], ['documents.document_id'], name=op.f('fk_filings_document_id')),
    sa.ForeignKeyConstraint(['part_id'], ['parts.part_id'], name=op.f('fk_filings_part_id')),
    sa.PrimaryKeyConstraint('filing_id', name=op.f('pk_filings'))
    )
    with op.batch_alter_table('filings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_filings_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_filings_key'), ['key'], unique=False)
        batch_op.create_index(batch_op.f('ix_filings_part_id'), ['part_id'], unique=False)

    op.create_table('blocks',
    sa.Column('filing_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('points_c', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['filing_id'], ['filings.filing_id'], name=op.f('fk_blocks_filing_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('filing_id', 'ordinal', name=op.f('pk_blocks'))
    )
    op.create_table('funds',
    sa.Column('filing_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('printed', sa.Text(), nullable=False),
    sa.Column('initial_fen', sa.BigInteger(), nullable=True),
    sa.Column('midyear_fen', sa.BigInteger(), nullable=True),
    sa.Column('budget_fen', sa.BigInteger(), nullable=True),
    sa.Column('executed_fen', sa.BigInteger(), nullable=True),
    sa.Column('weight_c', sa.Integer(), nullable=True),
    sa.Column('rate', sa.Float(), nullable=True),
    sa.Column('score_c', sa.Integer(), nullable=True),
    sa.Column('raw', sa.JSON(), nullable=False),
    sa.Column('at', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['filing_id'], ['filings.filing_id'], name=op.f('fk_funds_filing_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('filing_id', 'ordinal', name=op.f('pk_funds'))
    )
    op.create_table('goals',
    sa.Column('filing_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('expected', sa.Text(), nullable=False),
    sa.Column('achieved', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['filing_id'], ['filings.filing_id'], name=op.f('fk_goals_filing_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('filing_id', 'ordinal', name=op.f('pk_goals'))
    )
    op.create_table('lines',
    sa.Column('filing_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('line_key', sa.Text(), nullable=False),
    sa.Column('level1', sa.Text(), nullable=False),
    sa.Column('level2', sa.Text(), nullable=False),
    sa.Column('level3', sa.Text(), nullable=False),
    sa.Column('target', sa.Text(), nullable=False),
    sa.Column('actual', sa.Text(), nullable=False),
    sa.Column('weight_c', sa.Integer(), nullable=True),
    sa.Column('score_c', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('op', sa.String(length=6), nullable=True),
    sa.Column('target_value', sa.Float(), nullable=True),
    sa.Column('target_high', sa.Float(), nullable=True),
    sa.Column('target_unit', sa.Text(), nullable=True),
    sa.Column('actual_value', sa.Float(), nullable=True),
    sa.Column('actual_unit', sa.Text(), nullable=True),
    sa.Column('target_date', sa.String(length=10), nullable=True),
    sa.Column('actual_date', sa.String(length=10), nullable=True),
    sa.Column('tier', sa.String(length=6), nullable=True),
    sa.Column('actual_kind', sa.String(length=10), nullable=True),
    sa.Column('unclear', sa.Text(), nullable=True),
    sa.Column('raw', sa.JSON(), nullable=False),
    sa.Column('at', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['filing_id'], ['filings.filing_id'], name=op.f('fk_lines_filing_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('filing_id', 'ordinal', name=op.f('pk_lines'))
    )
    op.create_table('stated',
    sa.Column('filing_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('where', sa.Text(), nullable=False),
    sa.Column('total_score_c', sa.Integer(), nullable=True),
    sa.Column('grade', sa.String(length=4), nullable=True),
    sa.Column('budget_fen', sa.BigInteger(), nullable=True),
    sa.Column('executed_fen', sa.BigInteger(), nullable=True),
    sa.Column('rate', sa.Float(), nullable=True),
    sa.ForeignKeyConstraint(['filing_id'], ['filings.filing_id'], name=op.f('fk_stated_filing_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('filing_id', 'ordinal', name=op.f('pk_stated'))
    )
    


def downgrade() -> None:
    
    op.drop_table('stated')
    op.drop_table('lines')
    op.drop_table('goals')
    op.drop_table('funds')
    op.drop_table('blocks')
    with op.batch_alter_table('filings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_filings_part_id'))
        batch_op.drop_index(batch_op.f('ix_filings_key'))
        batch_op.drop_index(batch_op.f('ix_filings_document_id'))

    op.drop_table('filings')
    op.drop_table('parts')
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_messages_document_id'))

    op.drop_table('messages')
    op.drop_table('department_aliases')
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_documents_sha256'))

    op.drop_table('documents')
    op.drop_table('departments')
    
