using System.Buffers.Text;
using System.Text;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Runs.Reading;

/// <summary>
/// Page tokens of reads: the place of the last row, with the tenant and call that it belongs to. It leads nowhere that its bearer may not go anyway: rows are
/// the caller's own tenant's, whatever a token says.
/// </summary>
internal static class ReadPages
{
    private const int DefaultSize = 50;
    private const int LargestSize = 100;

    /// <summary>1 to 100; 0 is 50. Throws FIELD_INVALID.</summary>
    public static int SizeOf(int asked) => asked switch
    {
        0 => DefaultSize,
        >= 1 and <= LargestSize => asked,
        _ => throw DeskException.Invalid("page_size", "is not from 1 to 100"),
    };

    public static string Create(string tenant, string call, DateTime time, Guid id) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{tenant}\n{call}\n{time.Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture)}\n{id:N}"));

    /// <summary>Null for the first page. Throws PAGE_TOKEN_INVALID.</summary>
    public static (DateTime Time, Guid Id)? Read(string tenant, string call, string token)
    {
        if (token.Length == 0)
        {
            return null;
        }

        try
        {
            if (token.Length <= 1024 && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split('\n') is [var whose, var which, var time, var id] && whose == tenant && which == call)
            {
                var ticks = long.Parse(time, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);
                return (new DateTime(ticks, DateTimeKind.Utc), Guid.ParseExact(id, "N"));
            }
        }
        catch (Exception fault) when (fault is FormatException or OverflowException or ArgumentException)
        {
            // It is none of ours.
        }

        throw new DeskException(ErrorReason.PageTokenInvalid, "page_token is none that this call gave") { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = "page_token" } };
    }
}
