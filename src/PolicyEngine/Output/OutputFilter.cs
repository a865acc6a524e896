using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Schemas.Json;
using AiDesk.Policy.Tools;
using AiDesk.Policy.Values;

namespace AiDesk.Policy.Output;

/// <summary>
/// FilterToolOutput on raw output: <see cref="Evaluation.Json"/> becomes what a model may see. Never monitored, and closed when in doubt:
/// <list type="bullet">
/// <item>no output at all is an empty object;</item>
/// <item>what is not JSON is a failure of the tool: an empty object and the sentence for it;</item>
/// <item>more than <see cref="OutputLimits.Bytes"/> or deeper than <see cref="OutputLimits.Depth"/> could not be checked: the same, and DENY
/// CHECK_FAILED.</item>
/// </list>
/// </summary>
internal static class OutputFilter
{
    private const int ClassifiedBytes = 2048;

    [ThreadStatic]
    private static Scratch? t_scratch;

    /// <summary>Plans what is remembered of the values. Answers whether instructions were found in it, so that the session is tainted.</summary>
    public static bool Filter(PolicySnapshot snapshot, in CallContext context, ToolDefinition tool, ReadOnlySpan<byte> rawJson, Evaluation work)
    {
        work.Checks.Set(CheckKind.OutputFields, CheckOutcome.Ran);
        if (rawJson.Length > OutputLimits.Bytes)
        {
            Refuse(work, "output.too_large", $"more than {OutputLimits.Bytes} bytes");
            return false;
        }

        if (rawJson.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            WriteEmpty(work);
            return false;
        }

        if (!Utf8.IsValid(rawJson))
        {
            Fail(work, rawJson);
            return false;
        }

        var scratch = t_scratch ??= new Scratch();
        scratch.Begin(snapshot, work);
        try
        {
            new OutputWalk(rawJson, new Utf8Output(work.Json), scratch.Dropped, scratch.Strings, scratch.Values).Run(tool.Output);
        }
        catch (JsonException)
        {
            ForgetAll(work);
            scratch.Values.Forget();
            if (IsTooDeep(rawJson))
            {
                Refuse(work, "output.too_deep", $"nested deeper than {OutputLimits.Depth}");
            }
            else
            {
                Fail(work, rawJson);
            }
        }

        scratch.Values.Plan(snapshot, context, work);
        return scratch.Screen.Tainted;
    }

    // Nothing of a document that turned out not to be one is kept, not even what was good until then.
    private static void ForgetAll(Evaluation work)
    {
        work.DroppedFields.Clear();
        work.DroppedCount = 0;
    }

    private static void WriteEmpty(Evaluation work)
    {
        work.Json.ResetWrittenCount();
        var output = new Utf8Output(work.Json);
        output.Write("{}"u8);
        output.Flush();
    }

    private static void Refuse(Evaluation work, string code, string detail)
    {
        WriteEmpty(work);
        work.ErrorKey = ToolErrorText.KeyOf(ToolErrorClass.Other);
        work.Checks.Set(CheckKind.OutputFields, CheckOutcome.NotRun);
        work.Findings.Add(new Finding(code, CheckKind.OutputFields, Verdict.Deny, Reason.CheckFailed) { Detail = detail });
    }

    private static void Fail(Evaluation work, ReadOnlySpan<byte> raw)
    {
        var text = Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, ClassifiedBytes)]);
        ToolErrorText.Inspect(new ToolFailure("", text, ""), "output.not_json", work);
    }

    /// <summary>Writes the empty object that stands for whatever the tool gave.</summary>
    public static void WriteNothing(Evaluation work) => WriteEmpty(work);

    private static bool IsTooDeep(ReadOnlySpan<byte> rawJson)
    {
        var reader = new Utf8JsonReader(rawJson, new JsonReaderOptions { MaxDepth = OutputLimits.Bytes });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth > OutputLimits.Depth)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return false;
    }

    private sealed class Scratch
    {
        public DroppedFields Dropped { get; } = new();

        public OutputStrings Strings { get; } = new();

        public InstructionScreen Screen { get; } = new();

        public ToolOutputValues Values { get; } = new();

        public void Begin(PolicySnapshot snapshot, Evaluation work)
        {
            Dropped.Begin(work);
            Screen.Begin(UntrustedInspector.RulesOf(snapshot), work);
            Values.Begin(snapshot, work);
            Strings.Begin(Screen, Values);
        }
    }
}
