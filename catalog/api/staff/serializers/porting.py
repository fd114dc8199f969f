"""Shapes of imports."""

from rest_framework import serializers

from catalog.api.staff.serializers.goods import ProductFilterIn
from catalog.enums import ImportStatus, OnError, RowOutcome
from catalog.models import ImportBatch, ImportRow


class ImportIn(serializers.Serializer):
    file = serializers.FileField(help_text="CSV or XLSX, at most 200 MiB.")
    on_error = serializers.ChoiceField(OnError.choices, default=OnError.STOP)


class ImportApplyIn(serializers.Serializer):
    on_error = serializers.ChoiceField(OnError.choices, required=False, help_text="Instead of what was said before.")


class ExportIn(ProductFilterIn):
    format = serializers.ChoiceField(["csv", "xlsx"], default="csv")


class ImportOut(serializers.ModelSerializer):
    status = serializers.ChoiceField(ImportStatus.choices)
    on_error = serializers.ChoiceField(OnError.choices)

    class Meta:
        model = ImportBatch
        fields = [
            "id", "name", "status", "on_error", "columns", "total", "new", "changed", "unchanged", "errors", "written",
            "undone", "kept", "refused_because", "created_at", "finished_at",
        ]  # fmt: skip
        read_only_fields = fields


class ImportProblemOut(serializers.Serializer):
    column = serializers.CharField()
    reason = serializers.CharField()


class ImportRowOut(serializers.ModelSerializer):
    outcome = serializers.ChoiceField(RowOutcome.choices)
    changes = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(allow_blank=True), min_length=2, max_length=2),
        help_text="What each column has and what it gets.",
    )
    problems = serializers.SerializerMethodField()
    kept = serializers.SerializerMethodField(help_text="Whether a rollback left it as it is.")

    class Meta:
        model = ImportRow
        fields = ["number", "sku", "product", "outcome", "changes", "problems", "kept"]
        read_only_fields = fields

    def get_problems(self, row: ImportRow) -> ImportProblemOut(many=True):
        return [{"column": column, "reason": reason} for column, reason in row.problems]

    def get_kept(self, row: ImportRow) -> bool:
        return row.undoing == "kept"


class ImportRowFilterIn(serializers.Serializer):
    outcome = serializers.ChoiceField(RowOutcome.choices, required=False)
    kept = serializers.BooleanField(required=False, allow_null=True, default=None)
