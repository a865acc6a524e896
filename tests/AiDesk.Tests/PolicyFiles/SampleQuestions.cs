using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace AiDesk.Tests.PolicyFiles;

/// <param name="Kind"><c>input</c>, <c>tool_call</c>, <c>tool_output</c> or <c>output</c>.</param>
/// <param name="Tool">Of a call or its output.</param>
/// <param name="Text">The message, the arguments, the raw output, the reply.</param>
internal sealed record SampleQuestion(string Kind, string Tool, string Text);

/// <summary>What policy test files ask, wherever it stands in them, without what they expect.</summary>
internal static class SampleQuestions
{
    public static IEnumerable<SampleQuestion> Of(string folder) => Directory.EnumerateFiles(folder, "*_test.yaml").Order(StringComparer.Ordinal).SelectMany(file =>
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(file);
        yaml.Load(reader);
        return Within(yaml.Documents[0].RootNode).ToList();
    });

    private static IEnumerable<SampleQuestion> Within(YamlNode node)
    {
        if (node is YamlSequenceNode list)
        {
            return list.Children.SelectMany(Within);
        }

        return node is YamlMappingNode mapping
            ? mapping.Children.SelectMany(child => Question(((YamlScalarNode)child.Key).Value!, child.Value) is { } question ? [question] : Within(child.Value))
            : [];
    }

    private static SampleQuestion? Question(string kind, YamlNode asked) => asked is not YamlMappingNode question ? null : kind switch
    {
        "input" when Text(question, "message") is { } message => new SampleQuestion(kind, "", message),
        "tool_call" when Text(question, "tool") is { } tool => new SampleQuestion(kind, tool, Json(question, "arguments")),
        "tool_output" when Text(question, "tool") is { } tool => new SampleQuestion(kind, tool, Json(question, "json")),
        "output" when Text(question, "text") is { } text => new SampleQuestion(kind, "", text),
        _ => null,
    };

    private static string? Text(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var value) && value is YamlScalarNode text ? text.Value : null;

    private static string Json(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? JsonSerializer.Serialize(Plain(value)) : "{}";

    private static object? Plain(YamlNode node) => node switch
    {
        YamlMappingNode mapping => mapping.Children.ToDictionary(child => ((YamlScalarNode)child.Key).Value!, child => Plain(child.Value), StringComparer.Ordinal),
        YamlSequenceNode list => list.Children.Select(Plain).ToList(),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: { } text } when double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) => number,
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "true" or "false" } flag => flag.Value == "true",
        YamlScalarNode scalar => scalar.Value,
        _ => null,
    };
}
