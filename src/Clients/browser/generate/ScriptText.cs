using System.Globalization;
using System.Text;

namespace AiDesk.BrowserGuard;

/// <summary>Values as JavaScript literals in plain ASCII where they are not letters, so that no editor or server changes them.</summary>
internal static class ScriptText
{
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('\'');
        foreach (var c in text)
        {
            _ = c switch
            {
                '\'' or '\\' => quoted.Append('\\').Append(c),
                '\n' => quoted.Append("\\n"),
                _ when char.IsAscii(c) && !char.IsControl(c) || char.IsLetterOrDigit(c) || char.IsPunctuation(c) => quoted.Append(c),
                _ => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            };
        }

        return quoted.Append('\'').ToString();
    }

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
