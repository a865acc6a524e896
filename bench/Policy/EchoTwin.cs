using AiDesk.Bench.Policy.Shapes;
using AiDesk.Bench.V1;
using AiDesk.Policy.V1;
using Google.Protobuf;
using Grpc.Core;

namespace AiDesk.Bench.Policy;

/// <summary>An echo request as large as a check's, that asks for an answer as large as the check's.</summary>
internal static class EchoTwin
{
    public static async Task<EchoRequest> OfAsync(CallShape shape, PolicyService.PolicyServiceClient client, CallOptions options)
    {
        var request = shape.Request(0);
        var (_, answer) = await shape.AskAsync(client, request, options);
        var twin = new EchoRequest { Text = "", AnswerLength = Fit(answer.CalculateSize(), length => new EchoResponse { Text = new string('a', length) }) };
        var length = Fit(request.CalculateSize(), units => new EchoRequest { Text = TextOf(shape.Script, units), AnswerLength = twin.AnswerLength });
        twin.Text = TextOf(shape.Script, length);
        return twin;
    }

    private static string TextOf(string script, int units) => units < 16 ? new string('a', units) : SampleText.Of(script, units, 0);

    /// <summary>The most units of text with which the message is not larger than wanted.</summary>
    private static int Fit(int wanted, Func<int, IMessage> message)
    {
        var (low, high) = (0, wanted);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (message(middle).CalculateSize() <= wanted)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }
}
