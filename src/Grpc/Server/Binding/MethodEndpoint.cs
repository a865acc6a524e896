using Grpc.Core;

namespace Grpc.Server;

/// <summary>A method of a mapped service, ready to take requests.</summary>
internal sealed record MethodEndpoint(IMethod Method, CallHandler Handler, IReadOnlyList<object> Metadata);
