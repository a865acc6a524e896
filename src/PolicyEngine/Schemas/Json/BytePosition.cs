using System.Text.Json;

namespace AiDesk.Policy.Schemas.Json;

/// <summary>Where reading stopped, counted from the start of the document: the reader's exception counts by lines.</summary>
internal static class BytePosition
{
    public static long Of(ReadOnlySpan<byte> json, JsonException exception)
    {
        var at = 0;
        for (var line = exception.LineNumber ?? 0; line > 0; line--)
        {
            var end = json[at..].IndexOf((byte)'\n');
            if (end < 0)
            {
                break;
            }

            at += end + 1;
        }

        return Math.Min(json.Length, at + (exception.BytePositionInLine ?? 0));
    }
}
