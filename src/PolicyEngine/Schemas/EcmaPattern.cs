using System.Text;

namespace AiDesk.Policy.Schemas;

/// <summary>
/// JSON Schema's patterns are ECMA-262 expressions (with the u flag); this writes one as .NET's engine reads it: \d, \w and \s are ECMA's sets and not all
/// of Unicode's, $ is the end and not "before a last newline", the dot stops at ECMA's line ends, long property names become short ones.
/// </summary>
internal static class EcmaPattern
{
    /// <summary>Most characters of a pattern.</summary>
    public const int CharsLimit = 4096;

    private const string Spaces = @"\t-\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";
    private const string NotSpaces = @"\0-\u0008\u000E-\u001F!-\u009F\u00A1-\u167F\u1681-\u1FFF\u200B-\u2027\u202A-\u202E\u2030-\u205E\u2060-\u2FFF\u3001-\uFEFE\uFF00-\uFFFF";
    private const string NotWord = @"\0-/:-@\[-\^`{-\uFFFF";

    public static bool TryTranslate(string pattern, out string translated, out string problem)
    {
        translated = "";
        problem = "";
        if (pattern.Length > CharsLimit)
        {
            problem = $"is a pattern of more than {CharsLimit} characters";
            return false;
        }

        var result = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var symbol = pattern[i];
            if (symbol == '\\' && i + 1 < pattern.Length)
            {
                i = Escape(pattern, i + 1, inClass, result);
                if (i < 0)
                {
                    problem = "names a Unicode property that is not known here";
                    return false;
                }
            }
            else if (inClass)
            {
                inClass = symbol != ']';

                // .NET reads a bracket in a class as subtraction in places.
                result.Append(symbol == '[' ? @"\[" : symbol.ToString());
            }
            else
            {
                inClass = symbol == '[';
                result.Append(symbol switch { '$' => @"\z", '.' => @"[^\n\r\u2028\u2029]", _ => symbol.ToString() });
                if (inClass)
                {
                    i = ClassStart(pattern, i, result, ref inClass);
                }
            }
        }

        translated = result.ToString();
        return true;
    }

    // [] matches nothing and [^] anything in ECMA; .NET takes a bracket that comes first for a member of the class.
    private static int ClassStart(string pattern, int at, StringBuilder result, ref bool inClass)
    {
        var rest = pattern.AsSpan(at + 1);
        if (rest.StartsWith("]", StringComparison.Ordinal) || rest.StartsWith("^]", StringComparison.Ordinal))
        {
            var nothing = rest[0] == ']';
            result.Length--;
            result.Append(nothing ? @"[^\0-\uFFFF]" : @"[\0-\uFFFF]");
            inClass = false;
            return at + (nothing ? 1 : 2);
        }

        return at;
    }

    // Gives the last index taken; -1 for an unknown property.
    private static int Escape(string pattern, int at, bool inClass, StringBuilder result)
    {
        switch (pattern[at])
        {
            case 'd':
                return Set("0-9", at, inClass, result);
            case 'D':
                return Set(@"\0-/:-\uFFFF", at, inClass, result);
            case 'w':
                return Set("0-9A-Z_a-z", at, inClass, result);
            case 'W':
                return Set(NotWord, at, inClass, result);
            case 's':
                return Set(Spaces, at, inClass, result);
            case 'S':
                return Set(NotSpaces, at, inClass, result);
            case 'p' or 'P':
                return Property(pattern, at, result);
            default:
                result.Append('\\').Append(pattern[at]);
                return at;
        }
    }

    private static int Set(string ranges, int at, bool inClass, StringBuilder result)
    {
        result.Append(inClass ? ranges : $"[{ranges}]");
        return at;
    }

    private static int Property(string pattern, int at, StringBuilder result)
    {
        var end = pattern.IndexOf('}', at);
        if (end < 0 || at + 1 >= pattern.Length || pattern[at + 1] != '{')
        {
            return -1;
        }

        var name = UnicodeCategories.ShortName(pattern[(at + 2)..end]);
        if (name.Length == 0)
        {
            return -1;
        }

        result.Append('\\').Append(pattern[at]).Append('{').Append(name).Append('}');
        return end;
    }
}
