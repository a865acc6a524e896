using System.CommandLine;
using AiDesk.CommandLine.Display;

namespace AiDesk.CommandLine.Checks;

/// <summary>Options whose values are those of an enum on the wire, in lower case.</summary>
internal static class EnumOption
{
    /// <summary>One of the enum's values, but for the unspecified one.</summary>
    public static Option<T> Create<T>(string name, string description, T fallback)
        where T : struct, Enum
    {
        var option = Define<T, T>(name, description, value => value);
        option.DefaultValueFactory = _ => fallback;
        return option;
    }

    /// <summary>The same, null when absent.</summary>
    public static Option<T?> CreateOptional<T>(string name, string description)
        where T : struct, Enum
        => Define<T, T?>(name, description, value => value);

    private static Option<TResult> Define<T, TResult>(string name, string description, Func<T, TResult> convert)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>().Skip(1).ToDictionary(WireName.Lower, value => value, StringComparer.Ordinal);
        var names = string.Join(" | ", values.Keys);
        return new Option<TResult>(name)
        {
            Description = $"{description} {names}.",
            HelpName = names,
            CustomParser = argument =>
            {
                if (values.TryGetValue(argument.Tokens[0].Value, out var value))
                {
                    return convert(value);
                }

                argument.AddError($"{name} is one of {names}, not '{argument.Tokens[0].Value}'.");
                return default;
            },
        };
    }
}
