using AiDesk.Tests.Fixtures;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Tests.Server;

public sealed class ReflectionTests : IAsyncLifetime
{
    private EchoHost _host = null!;
    private Grpc.Net.Client.GrpcChannel _channel = null!;

    public async Task InitializeAsync()
    {
        _host = await EchoHost.StartAsync(services: services => services.AddGrpcReflection(), map: app => app.MapGrpcReflectionService());
        _channel = _host.Channel();
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task ListServices_NamesEveryMappedService()
        => (await AskAsync(new ServerReflectionRequest { ListServices = "*" })).ListServicesResponse.Service.Select(service => service.Name)
            .ShouldBe(["aidesk.test.Echo", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"]);

    [Theory]
    [InlineData("aidesk.test.Echo")]
    [InlineData("aidesk.test.Echo.Unary")]
    [InlineData("aidesk.test.EchoRequest")]
    [InlineData("aidesk.test.EchoRequest.text")]
    [InlineData("aidesk.test.EchoRequest.choice")]
    public async Task FileContainingSymbol_Known_IsTheFile(string symbol)
    {
        var files = (await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol })).FileDescriptorResponse.FileDescriptorProto;

        FileDescriptorProto.Parser.ParseFrom(files[0]).Package.ShouldBe("aidesk.test");
    }

    [Fact]
    public async Task FileByFilename_Known_IsTheFile()
        => FileDescriptorProto.Parser.ParseFrom(
            (await AskAsync(new ServerReflectionRequest { FileByFilename = "echo.proto" })).FileDescriptorResponse.FileDescriptorProto.Single())
            .Service.Single().Method.Count.ShouldBe(4);

    public static TheoryData<string, int> BadQuestions => new()
    {
        { new ServerReflectionRequest { FileByFilename = "none.proto" }.ToString(), 5 },
        { new ServerReflectionRequest { FileContainingSymbol = "no.Such" }.ToString(), 5 },
        { new ServerReflectionRequest { FileContainingExtension = new ExtensionRequest { ContainingType = "aidesk.test.EchoRequest", ExtensionNumber = 5 } }.ToString(), 5 },
        { new ServerReflectionRequest { AllExtensionNumbersOfType = "no.Such" }.ToString(), 5 },
        { new ServerReflectionRequest().ToString(), 3 },
    };

    [Theory]
    [MemberData(nameof(BadQuestions))]
    public async Task Ask_BadQuestion_IsAnErrorAndTheStreamGoesOn(string question, int code)
    {
        using var call = new ServerReflection.ServerReflectionClient(_channel).ServerReflectionInfo();
        foreach (var _ in new[] { 1, 2 })
        {
            await call.RequestStream.WriteAsync(JsonParser.Default.Parse<ServerReflectionRequest>(question));
            (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
            call.ResponseStream.Current.ErrorResponse.ErrorCode.ShouldBe(code);
        }
    }

    [Fact]
    public async Task V1Alpha_SameQuestion_SameAnswer()
    {
        using var call = new Grpc.Reflection.V1Alpha.ServerReflection.ServerReflectionClient(_channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new Grpc.Reflection.V1Alpha.ServerReflectionRequest { FileContainingSymbol = "aidesk.test.Echo" });
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();

        call.ResponseStream.Current.ToByteString().ShouldBe(
            (await AskAsync(new ServerReflectionRequest { FileContainingSymbol = "aidesk.test.Echo" })).ToByteString());
    }

    [Fact]
    public async Task OpenStream_Shutdown_IsNotHeldUp()
    {
        using var call = new ServerReflection.ServerReflectionClient(_channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "*" });
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();

        await _host.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        (await Should.ThrowAsync<RpcException>(call.ResponseStream.MoveNext(CancellationToken.None))).StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    private async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        using var call = new ServerReflection.ServerReflectionClient(_channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(request);
        await call.RequestStream.CompleteAsync();
        return (await call.ResponseStream.ReadAllAsync().ToListAsync()).Single();
    }
}
