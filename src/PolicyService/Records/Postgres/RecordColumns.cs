using System.Text.Json;

namespace AiDesk.Policy.Service.Records.Postgres;

/// <summary>What a line says for the columns of its row.</summary>
internal sealed class RecordColumns
{
    /// <summary>Longest text in a column, in characters: index entries have a limit.</summary>
    private const int LongestColumn = 512;

    public string Type { get; set; } = "";

    public string Tenant { get; set; } = "";

    public DateTime Time { get; set; } = DateTime.UnixEpoch;

    public string Rpc { get; set; } = "";

    public string Verdict { get; set; } = "";

    public string? EnforcedVerdict { get; set; }

    public string Reason { get; set; } = "";

    public string State { get; set; } = "";

    public string? Tool { get; set; }

    public string? RunId { get; set; }

    public Guid? DecisionId { get; set; }

    public byte[]? Text { get; set; }

    public byte[]? Arguments { get; set; }

    public bool IsAltered { get; set; }

    /// <summary>At a member's name: takes its value when it is one of these, else passes over it.</summary>
    public void Take(ref Utf8JsonReader json)
    {
        switch (json.ValueSpan)
        {
            case var name when name.SequenceEqual("type"u8):
                Type = Short(ref json);
                break;
            case var name when name.SequenceEqual("tenant"u8):
                Tenant = Short(ref json);
                break;
            case var name when name.SequenceEqual("time"u8):
                json.Read();
                Time = json.GetDateTime().ToUniversalTime();
                break;
            case var name when name.SequenceEqual("rpc"u8):
                Rpc = Short(ref json);
                break;
            case var name when name.SequenceEqual("verdict"u8):
                Verdict = Short(ref json);
                break;
            case var name when name.SequenceEqual("enforced_verdict"u8):
                EnforcedVerdict = Short(ref json);
                break;
            case var name when name.SequenceEqual("reason"u8):
                Reason = Short(ref json);
                break;
            case var name when name.SequenceEqual("state"u8):
                State = Short(ref json);
                break;
            case var name when name.SequenceEqual("tool"u8):
                Tool = Short(ref json);
                break;
            case var name when name.SequenceEqual("run_id"u8):
                RunId = Short(ref json);
                break;
            case var name when name.SequenceEqual("decision_id"u8):
                json.Read();
                DecisionId = json.TryGetGuid(out var id) ? id : null;
                break;
            default:
                json.Read();
                json.Skip();
                break;
        }
    }

    private string Short(ref Utf8JsonReader json)
    {
        json.Read();
        var text = json.GetString() ?? "";
        if (text.Length > LongestColumn || text.Contains('\0', StringComparison.Ordinal))
        {
            IsAltered = true;
            text = text[..Math.Min(text.Length, LongestColumn - 1)].Replace('\0', '\ufffd');
            text = text.Length > 0 && char.IsHighSurrogate(text[^1]) ? text[..^1] : text;
        }

        return text;
    }
}
