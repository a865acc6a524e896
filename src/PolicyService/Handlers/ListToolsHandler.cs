using AiDesk.Policy.Checks;
using AiDesk.Policy.Tools;
using Google.Protobuf.WellKnownTypes;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>ListTools: what the model may be offered. It counts nothing.</summary>
internal sealed class ListToolsHandler
{
    public Wire.ListToolsResponse Handle(Caller caller, Wire.ListToolsRequest request)
    {
        if (request.Mode is not (Wire.Mode.Copilot or Wire.Mode.Autopilot))
        {
            throw RpcErrors.UnknownEnum("mode", (int)request.Mode);
        }

        if (request.Level is < 0 or > 3)
        {
            throw RpcErrors.Invalid("level", $"is {request.Level}; it must be 0 to 3");
        }

        var response = new Wire.ListToolsResponse { PolicyVersion = caller.Snapshot.Version };
        foreach (var offer in ToolListing.For(caller.Snapshot, (CallMode)request.Mode, request.Level))
        {
            response.Tools.Add(new Wire.Tool
            {
                Name = offer.Tool.Name,
                Description = offer.Tool.Description,
                ArgumentsSchema = Struct.Parser.ParseJson(System.Text.Encoding.UTF8.GetString(offer.Tool.ArgumentsJson.Span)),
                Risk = (Wire.Risk)offer.Risk,
                NeedsApproval = offer.NeedsApproval,
            });
        }

        return response;
    }
}
