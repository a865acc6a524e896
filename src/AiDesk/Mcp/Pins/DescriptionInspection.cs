using AiDesk.CommandLine.Display;
using AiDesk.CommandLine.Mcp.Gateway;
using AiDesk.Policy.V1;

namespace AiDesk.CommandLine.Mcp.Pins;

/// <summary>Has the policy service look at what tools say of themselves: a description is text that a model reads, and a server's author wrote it.</summary>
internal sealed class DescriptionInspection(PolicyQuestions policy)
{
    /// <summary>Tools in one question. CheckInput takes 64 texts.</summary>
    private const int BatchSize = 16;

    /// <summary>Tools with texts that look like instructions, with what was seen. Throws <see cref="PolicyFailure"/> when that cannot be said.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> InspectAsync(IEnumerable<ToolDefinition> tools, CancellationToken cancellation)
    {
        var suspicious = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var batch in tools.Chunk(BatchSize))
        {
            var texts = batch.Select((tool, place) => new UntrustedText { Id = $"tool-{place}", Origin = TextOrigin.Tool, Text = string.Join('\n', tool.Texts()) });
            var answer = await policy.InspectAsync(texts, cancellation).ConfigureAwait(false);
            if (answer.Decision.Verdict is not (Verdict.Allow or Verdict.AllowPostReview) || answer.Untrusted.Count != batch.Length)
            {
                throw new PolicyFailure($"The policy service did not judge the tools' texts ({WireName.Of(answer.Decision.Reason)}).", new InvalidOperationException("not judged"));
            }

            for (var place = 0; place < batch.Length; place++)
            {
                if (answer.Untrusted[place].Cut)
                {
                    suspicious[batch[place].Name] = SignsOf(answer.Decision, place);
                }
            }
        }

        return suspicious;
    }

    private static string[] SignsOf(Decision decision, int place)
    {
        var field = $"untrusted[{place}].text";
        var signs = decision.Findings.Where(finding => finding.Span?.Field == field).Select(finding => finding.Code).Distinct(StringComparer.Ordinal).ToArray();
        return signs.Length > 0 ? signs : ["injection"];
    }
}
