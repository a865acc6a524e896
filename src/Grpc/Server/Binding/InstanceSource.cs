using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Server;

/// <summary>
/// Where services and interceptors come from: the container when they are registered there, otherwise one is made for each call.
/// A registered singleton is looked up once, which saves each call its own container scope.
/// </summary>
internal sealed class InstanceSource<T>
    where T : class
{
    private readonly ServiceLifetime? _lifetime;
    private readonly IServiceProvider _root;
    private readonly Type _type;
    private readonly ObjectFactory? _make;
    private readonly object[] _arguments;
    private T? _singleton;

    public InstanceSource(IServiceProvider root, Type type, IReadOnlyList<object> arguments)
    {
        _root = root;
        _type = type;
        _arguments = [.. arguments];
        _lifetime = arguments.Count == 0 ? root.GetRequiredService<RegisteredLifetimes>().Of(type) : null;
        if (_lifetime is null)
        {
            _make = ActivatorUtilities.CreateFactory(type, [.. arguments.Select(argument => argument.GetType())]);
        }
    }

    public T For(ServerCallContext context)
    {
        if (_lifetime == ServiceLifetime.Singleton)
        {
            return _singleton ??= (T)_root.GetRequiredService(_type);
        }

        var http = context.GetHttpContext();
        return _make is null ? (T)http.RequestServices.GetRequiredService(_type) : Make(http);
    }

    private T Make(HttpContext http)
    {
        var instance = (T)_make!(http.RequestServices, _arguments);
        if (instance is IAsyncDisposable asyncDisposable)
        {
            http.Response.RegisterForDisposeAsync(asyncDisposable);
        }
        else if (instance is IDisposable disposable)
        {
            http.Response.RegisterForDispose(disposable);
        }

        return instance;
    }
}
