using AiDesk.Policy.Service.Grpc.Admission;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers.Streams;

/// <summary>One check that was read of a stream, and that will be answered.</summary>
/// <param name="Request">As it came.</param>
/// <param name="Load">Its place among the calls in flight; null when it got none, which is what it is answered.</param>
/// <param name="Begun">Time stamp of its reading.</param>
/// <param name="Bytes">What it holds until its answer is written, as on the wire.</param>
internal readonly record struct AcceptedCheck(Wire.CheckStreamRequest Request, TenantLoad? Load, long Begun, int Bytes)
{
    public string CorrelationId => Request.CorrelationId;
}
