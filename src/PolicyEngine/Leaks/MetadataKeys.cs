using System.Collections.Frozen;

namespace AiDesk.Policy.Leaks;

/// <summary>Names of fields that programs keep for themselves, where a value follows: <c>tenant_id: 7</c>, <c>"created_at":</c>.</summary>
internal static class MetadataKeys
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Keys = FrozenSet.ToFrozenSet(
        [
            "_id", "_type", "_rev", "_links", "_metadata", "user_id", "tenant_id", "account_id", "customer_id", "internal_id", "session_id", "conversation_id",
            "run_id", "trace_id", "span_id", "request_id", "correlation_id", "parent_id", "row_id", "record_id", "object_id", "created_at", "updated_at",
            "deleted_at", "created_by", "updated_by", "is_deleted", "is_active", "is_internal", "tool_call_id", "tool_calls", "function_call", "finish_reason",
            "prompt_tokens", "completion_tokens", "total_tokens", "system_prompt", "system_message", "payment_method_id", "stack_trace", "error_code", "debug_info",
        ],
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool IsKey(ReadOnlySpan<char> text, int start, int end)
    {
        var i = end;
        while (i < text.Length && i - end < 4 && text[i] is ('"' or '\'' or '`' or ' ' or '*'))
        {
            i++;
        }

        return i < text.Length && text[i] is (':' or '=') && Keys.Contains(text[start..end]);
    }
}
