using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>What `aidesk policy test` is told.</summary>
internal sealed class TestOptions
{
    public Argument<string> Directory { get; } = new("dir")
    {
        Description = "A policies directory, or one tenant's folder inside of one. Default: policies.",
        DefaultValueFactory = _ => "policies",
    };

    public Option<string> Filter { get; } = new("--filter")
    {
        Description = "Run only the tests of which `tenant/file: name` contains this.",
        DefaultValueFactory = _ => "",
    };

    public Option<string?> JUnit { get; } = new("--junit") { Description = "Write the results to this file as JUnit XML." };

    public Option<bool> Json { get; } = new("--json") { Description = "Print the results as JSON instead." };

    public Option<bool> Coverage { get; } = new("--coverage") { Description = "Name the rules that no test made fire, for each tenant." };

    public Option<double?> CoverageMin { get; } = new("--coverage-min")
    {
        Description = "Exit status 1 when a tenant's coverage is below this many percent.",
        CustomParser = ParsePercent,
    };

    public void AddTo(Command command)
    {
        command.Add(Directory);
        command.Add(Filter);
        command.Add(JUnit);
        command.Add(Json);
        command.Add(Coverage);
        command.Add(CoverageMin);
    }

    private static double? ParsePercent(ArgumentResult result)
    {
        if (double.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100)
        {
            return percent;
        }

        result.AddError("--coverage-min must be a number from 0 to 100.");
        return null;
    }
}
