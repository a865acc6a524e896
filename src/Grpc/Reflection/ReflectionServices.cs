using Google.Protobuf;
using Grpc.Core;

namespace Grpc.Reflection;

/// <summary><c>grpc.reflection.v1</c>.</summary>
internal sealed class ReflectionV1Service(ReflectionConversation conversation) : V1.ServerReflection.ServerReflectionBase
{
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<V1.ServerReflectionRequest> requestStream,
        IServerStreamWriter<V1.ServerReflectionResponse> responseStream,
        ServerCallContext context)
        => conversation.RunAsync(requestStream, responseStream, (answers, request) => answers.Answer(request));
}

/// <summary><c>grpc.reflection.v1alpha</c>, which older tools ask for; the same messages under another name.</summary>
internal sealed class ReflectionV1AlphaService(ReflectionConversation conversation) : V1Alpha.ServerReflection.ServerReflectionBase
{
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<V1Alpha.ServerReflectionRequest> requestStream,
        IServerStreamWriter<V1Alpha.ServerReflectionResponse> responseStream,
        ServerCallContext context)
        => conversation.RunAsync(requestStream, responseStream, (answers, request) =>
        {
            var asked = V1.ServerReflectionRequest.Parser.ParseFrom(request.ToByteString());
            return V1Alpha.ServerReflectionResponse.Parser.ParseFrom(answers.Answer(asked).ToByteString());
        });
}
