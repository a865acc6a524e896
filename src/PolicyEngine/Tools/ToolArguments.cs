using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Schemas;
using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Tools;

/// <summary>The arguments against the tool's schema, and their canonical form. Never monitored: what is not valid does not run.</summary>
internal static class ToolArguments
{
    /// <summary>
    /// Fills <see cref="Evaluation.Arguments"/> and <see cref="Evaluation.Json"/>. False, with a finding for each fault, when the arguments are not a
    /// valid JSON object; then both are empty.
    /// </summary>
    public static bool Inspect(in ToolCallCheck check, ToolDefinition tool, Evaluation work)
    {
        work.Checks.Set(CheckKind.Arguments, CheckOutcome.Ran);
        var json = check.Arguments.IsEmpty ? "{}"u8 : check.Arguments.Span;
        if (json.Length > ArgumentSchema.BytesLimit)
        {
            return Refuse(work, new ArgumentFault("", $"is larger than {ArgumentSchema.BytesLimit} bytes"));
        }

        var arguments = work.Arguments;
        if (!arguments.TryRead(json, ArgumentSchema.DepthLimit, out var fault))
        {
            return Refuse(work, fault);
        }

        if (arguments.At(0).Kind != JsonKind.Object)
        {
            return Refuse(work, new ArgumentFault("", "must be an object"));
        }

        if (!tool.Arguments.Validate(arguments))
        {
            return Refuse(work, tool.Arguments);
        }

        return CanonicalJson.TryWrite(arguments, work.Json, out fault) || Refuse(work, fault);
    }

    // A second run, now that there is something to tell: calls that are valid pay nothing for it.
    private static bool Refuse(Evaluation work, ArgumentSchema schema)
    {
        var faults = new List<ArgumentFault>();
        schema.Validate(work.Arguments, faults);
        foreach (var fault in faults)
        {
            Refuse(work, fault);
        }

        return false;
    }

    private static bool Refuse(Evaluation work, ArgumentFault fault)
    {
        work.Arguments.Clear();
        work.Json.ResetWrittenCount();
        work.Findings.Add(new Finding("arguments.invalid", CheckKind.Arguments, Verdict.Deny, Reason.InvalidArguments)
        {
            Field = fault.Pointer,
            Detail = fault.Problem,
        });
        return false;
    }
}
