using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace AiDesk.Evaluation.Rows;

/// <summary>One line's bytes to a row, or to what is wrong with them.</summary>
internal static class RowParser
{
    /// <summary>Stands for a field that a row does not have.</summary>
    public const string NotSaid = "-";

    public static RowOrFault Parse(string file, int line, ReadOnlyMemory<byte> bytes)
    {
        RowOrFault Fault(long column, string problem) => new(null, new RowFault(file, line, (int)column, problem));

        if (bytes.Span.Trim(" \t\r"u8).IsEmpty)
        {
            return Fault(1, "the line is blank.");
        }

        var valid = ValidPrefix(bytes.Span);
        if (valid < bytes.Length)
        {
            return Fault(valid + 1, "not UTF-8.");
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            var (row, problem) = Read(document.RootElement, line);
            return problem is null ? new RowOrFault(row, null) : Fault(1, problem);
        }
        catch (JsonException fault)
        {
            return Fault((fault.BytePositionInLine ?? 0) + 1, "not JSON: " + FirstSentence(fault.Message));
        }
    }

    private static (Row? Row, string? Problem) Read(JsonElement element, int line)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return (null, $"a row is a JSON object, not {element.ValueKind}.");
        }

        ReadOnlySpan<string> names = ["text", "id", "label", "lang", "kind", "tool", "source", "licence"];
        var fields = new string?[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            if (!element.TryGetProperty(names[i], out var value) || value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (!TryGetText(value, out fields[i]))
            {
                return (null, $"field '{names[i]}' is not a string of Unicode text.");
            }
        }

        return fields[0] is { } text
            ? (new Row(line, fields[1] ?? "", text, fields[2] ?? NotSaid, fields[3] ?? NotSaid, fields[4] ?? NotSaid, fields[5]) { Source = fields[6], Licence = fields[7] }, null)
            : (null, "field 'text' is missing.");
    }

    private static bool TryGetText(JsonElement value, out string? text)
    {
        text = null;
        if (value.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        try
        {
            text = value.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair: no text has it, and gRPC cannot carry it.
            return false;
        }
    }

    private static int ValidPrefix(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        if (Utf8.IsValid(bytes))
        {
            return bytes.Length;
        }

        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
        {
            at += consumed;
        }

        return at;
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
