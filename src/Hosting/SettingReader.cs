using System.Globalization;

namespace AiDesk.Hosting;

/// <summary>Reads settings from variables and keeps every fault, so that all are told at once.</summary>
/// <param name="variable">The variable's text; null or empty is not set.</param>
/// <param name="errors">Where faults go, each with the name of its variable.</param>
internal sealed class SettingReader(Func<string, string?> variable, ICollection<string> errors)
{
    /// <summary>Null when it is not set.</summary>
    public string? Text(string name) => variable(name) is { Length: > 0 } value ? value : null;

    public string Text(string name, string otherwise) => Text(name) ?? otherwise;

    /// <summary>A whole number of the range.</summary>
    public int Number(string name, int otherwise, int least, int greatest)
    {
        if (Text(name) is not { } value)
        {
            return otherwise;
        }

        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= greatest)
        {
            return number;
        }

        errors.Add($"{name}: {value} is not a whole number from {least} to {greatest}");
        return otherwise;
    }

    /// <summary>One of the values; the first when it is not set.</summary>
    public string Choice(string name, params ReadOnlySpan<string> values)
    {
        if (Text(name) is not { } value)
        {
            return values[0];
        }

        if (values.Contains(value))
        {
            return value;
        }

        errors.Add($"{name}: {value} is none of {string.Join(", ", values)}");
        return values[0];
    }

    /// <summary>Where a listener is bound.</summary>
    public string Listen(string name, string otherwise)
    {
        var text = Text(name, otherwise);
        if (ListenAddress.Parse(text) is not null)
        {
            return text;
        }

        errors.Add($"{name}: {text} is no address such as {otherwise}");
        return otherwise;
    }

    /// <summary>An absolute http or https address; null when it is not set.</summary>
    public Uri? Address(string name)
    {
        if (Text(name) is not { } value)
        {
            return null;
        }

        if (Uri.TryCreate(value, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
        {
            return address;
        }

        errors.Add($"{name}: {value} is no http or https address");
        return null;
    }

    /// <summary>The first line of a file, for what others must not read in a list of processes; null when it is not set.</summary>
    public string? FirstLineOf(string name)
    {
        if (Text(name) is not { } path)
        {
            return null;
        }

        try
        {
            return File.ReadLines(path).FirstOrDefault()?.Trim() is { Length: > 0 } line ? line : Fault(name, path, "is empty");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Fault(name, path, "cannot be read");
        }
    }

    /// <summary>A secret that stands in its variable or in the first line of a file; both at once are a fault.</summary>
    public string? TextOrFirstLine(string name, string fileName)
    {
        if (Text(name) is not { } text)
        {
            return FirstLineOf(fileName);
        }

        if (Text(fileName) is not null)
        {
            errors.Add($"{fileName} is set and {name} too");
        }

        return text;
    }

    private string? Fault(string name, string path, string problem)
    {
        errors.Add($"{name}: {path} {problem}");
        return null;
    }
}
