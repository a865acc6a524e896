using System.Text;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Runs;

/// <summary>What texts of callers may be. Each throws <see cref="DeskException"/> that names the field.</summary>
internal static class InputLimits
{
    public const int MessageText = 16_384;
    public const int Note = 2_000;
    public const int RequestId = 128;

    /// <summary>Neither empty nor blank, no longer than that (UTF-16 units), whole characters, none of which a database cannot keep.</summary>
    public static void Text(string value, string field, int limit)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw DeskException.Required(field);
        }

        Optional(value, field, limit);
    }

    /// <summary>The same, and it may be empty.</summary>
    public static void Optional(string value, string field, int limit)
    {
        if (value.Length > limit)
        {
            throw DeskException.Invalid(field, $"is longer than {limit} characters");
        }

        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw DeskException.Invalid(field, "holds the character U+0000");
        }

        for (var rest = value.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                throw DeskException.Invalid(field, "holds half a character");
            }

            rest = rest[length..];
        }
    }

    public static Guid Id(string value, string field)
    {
        if (value.Length == 0)
        {
            throw DeskException.Required(field);
        }

        return Guid.TryParseExact(value, "D", out var id) ? id : throw DeskException.Invalid(field, "is not an id");
    }

    /// <summary>SHA-256, hexadecimal.</summary>
    public static void Hash(string value, string field)
    {
        if (value.Length == 0)
        {
            throw DeskException.Required(field);
        }

        if (value.Length != 64 || !value.All(char.IsAsciiHexDigitLower))
        {
            throw DeskException.Invalid(field, "is not 64 hexadecimal digits in small letters");
        }
    }

    /// <summary>BCP 47: letters, digits and hyphens, 2 to 35; empty is allowed.</summary>
    public static void Locale(string value, string field)
    {
        if (value.Length > 0 && (value.Length is < 2 or > 35 || !value.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') || !char.IsAsciiLetter(value[0])))
        {
            throw DeskException.Invalid(field, "is not a language tag");
        }
    }

    public static DeskException UnknownEnum(string field) =>
        new(ErrorReason.EnumUnknown, $"{field} is not one of its values") { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = field } };
}
