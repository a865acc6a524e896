using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AiDesk.Policy.Tools.Conditions;

/// <summary>A JSON pointer (RFC 6901), compiled: finds its value in UTF-8 JSON in one pass.</summary>
internal sealed class JsonPlace
{
    /// <summary>Deepest arguments that are read.</summary>
    public const int Depth = 128;

    private readonly ImmutableArray<(byte[] Name, int Index)> _steps;

    public JsonPlace(string pointer)
    {
        _steps = [.. pointer.Split('/').Skip(1).Select(Step)];
    }

    /// <summary>Moves the reader to the value's first token; false when the JSON has none there. Throws <see cref="JsonException"/> for what is not JSON.</summary>
    public bool TryMoveTo(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            return false;
        }

        foreach (var (name, index) in _steps)
        {
            var found = reader.TokenType switch
            {
                JsonTokenType.StartObject => TryProperty(ref reader, name),
                JsonTokenType.StartArray => index >= 0 && TryItem(ref reader, index),
                _ => false,
            };
            if (!found)
            {
                return false;
            }
        }

        return true;
    }

    private static (byte[] Name, int Index) Step(string token)
    {
        var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        var isIndex = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && (name.Length == 1 || name[0] != '0');
        return (Encoding.UTF8.GetBytes(name), isIndex ? index : -1);
    }

    /// <summary>Duplicate names were refused with the arguments, so the first is the only one.</summary>
    private static bool TryProperty(ref Utf8JsonReader reader, byte[] name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static bool TryItem(ref Utf8JsonReader reader, int index)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (index-- == 0)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
