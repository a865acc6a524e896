using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AiDesk.Policy.Policies.Documents;

/// <summary>Writes a node as JSON: numbers digit by digit as they stand, so that 1e400 and 0.10 arrive as they were written.</summary>
internal static class NodeJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>False when a number has no JSON form; the first such is reported.</summary>
    public static bool TryWrite(PolicyNode node, Action<PolicyNode, string> fault, out string json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        bool whole;
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            whole = Write(node, writer, fault);
        }

        json = Encoding.UTF8.GetString(buffer.WrittenSpan);
        return whole;
    }

    /// <summary>The node that a JSON pointer names, or the nearest around it: where a fault of a schema is shown.</summary>
    public static PolicyNode At(PolicyNode root, string pointer)
    {
        var at = root;
        foreach (var token in pointer.Split('/').Skip(1))
        {
            var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            var next = at switch
            {
                MapNode map => map.Find(name),
                ListNode list when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Items.Count => list.Items[index],
                _ => null,
            };
            if (next is null)
            {
                return at;
            }

            at = next;
        }

        return at;
    }

    private static bool Write(PolicyNode node, Utf8JsonWriter writer, Action<PolicyNode, string> fault)
    {
        var whole = true;
        switch (node)
        {
            case MapNode map:
                writer.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    writer.WritePropertyName(entry.Key);
                    whole &= Write(entry.Value, writer, fault);
                }

                writer.WriteEndObject();
                return whole;
            case ListNode list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    whole &= Write(item, writer, fault);
                }

                writer.WriteEndArray();
                return whole;
            default:
                return WriteScalar((ScalarNode)node, writer, fault);
        }
    }

    private static bool WriteScalar(ScalarNode scalar, Utf8JsonWriter writer, Action<PolicyNode, string> fault)
    {
        switch (scalar.Meaning)
        {
            case ScalarMeaning.Nothing:
                writer.WriteNullValue();
                return true;
            case ScalarMeaning.Switch:
                writer.WriteBooleanValue(scalar.Text[0] is 't' or 'T');
                return true;
            case ScalarMeaning.Number when IsJsonNumber(scalar.Text):
                writer.WriteRawValue(scalar.Text, skipInputValidation: true);
                return true;
            case ScalarMeaning.Number:
                writer.WriteNullValue();
                fault(scalar, $"{Quoted.Of(scalar.Text)} is a number that JSON cannot write; write it as 0.5 or 12, or in quotes when it is a text");
                return false;
            default:
                writer.WriteStringValue(scalar.Text);
                return true;
        }
    }

    /// <summary>RFC 8259, section 6. The text is a number by YAML's rules already, which also know +1, .5, 1. and 0x1F.</summary>
    private static bool IsJsonNumber(ReadOnlySpan<char> text)
    {
        var digits = text.TrimStart('-');
        if (digits.IsEmpty || !char.IsAsciiDigit(digits[0]) || (digits.Length > 1 && digits[0] == '0' && (char.IsAsciiDigit(digits[1]) || digits[1] is 'x' or 'o')))
        {
            return false;
        }

        var dot = digits.IndexOf('.');
        return dot < 0 || (dot + 1 < digits.Length && char.IsAsciiDigit(digits[dot + 1]));
    }
}
