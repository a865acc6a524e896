using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AiDesk.Policy.Text;
using Xunit.Abstractions;

namespace AiDesk.SharedData.Tests.Tokens;

/// <summary>Estimates beside the counts of the real o200k tokenizer, over the labelled texts of each language. The vocabulary's words are known; these texts are not.</summary>
public sealed class TokenEstimatorTests(ITestOutputHelper output)
{
    private const double MedianLimit = 0.08;
    private const double UnderCountLimit = 0.25;
    private static readonly string[] Languages = ["de", "en", "es", "fr", "it", "nl", "pt"];

    [Fact]
    public async Task Estimate_RealTextsOfSevenLanguages_IsCloseToTheTokenizer()
    {
        var file = DataFolder.Of("injection/dev.jsonl");
        var counts = await CountAsync(file);
        var rows = File.ReadLines(file).Zip(counts, (line, count) =>
        {
            using var row = JsonDocument.Parse(line);
            var text = row.RootElement.GetProperty("text").GetString()!;
            return (Language: row.RootElement.GetProperty("lang").GetString()!, Error: (TokenEstimator.Shared.Estimate(text) - count) / (double)count);
        }).ToArray();
        var results = Languages.Select(language => Errors.Of(language, rows.Where(row => row.Language == language).Select(row => row.Error))).ToArray();
        output.WriteLine("| language | texts | median error | p99 under-count |");
        foreach (var (language, texts, median, under) in results)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {language,-8} | {texts,5} | {median,12:P1} | {under,15:P1} |"));
        }

        results.ShouldAllBe(result => result.Texts > 300 && result.Median <= MedianLimit && result.UnderCount <= UnderCountLimit);
    }

    /// <summary>Of one language: the median of the errors' sizes, and how far the hundredth-worst text is counted too low.</summary>
    private sealed record Errors(string Language, int Texts, double Median, double UnderCount)
    {
        public static Errors Of(string language, IEnumerable<double> errors)
        {
            double[] all = [.. errors];
            return new(language, all.Length, all.Select(Math.Abs).Order().ElementAt(all.Length / 2), all.Select(error => -error).Order().ElementAt((int)(all.Length * 0.99)));
        }
    }

    private static async Task<int[]> CountAsync(string file)
    {
        var start = new ProcessStartInfo("node", [DataFolder.Repository("tests/SharedData.Tests/node/count-tokens.mjs"), file]) { RedirectStandardOutput = true };
        using var node = Process.Start(start)!;
        var counts = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        node.ExitCode.ShouldBe(0);
        return [.. counts.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(count => int.Parse(count, CultureInfo.InvariantCulture))];
    }
}
