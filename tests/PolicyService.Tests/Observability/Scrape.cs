using System.Globalization;
using System.Net;

namespace AiDesk.Policy.Service.Tests.Observability;

/// <summary>What <c>/metrics</c> says, by series as it is written.</summary>
internal static class Scrape
{
    public static async Task<IReadOnlyDictionary<string, double>> OfAsync(Uri http)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(http, "/metrics"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var series = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            var end = line.LastIndexOf(' ');
            series.Add(line[..end], double.Parse(line[(end + 1)..], CultureInfo.InvariantCulture));
        }

        return series;
    }
}
