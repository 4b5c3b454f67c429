namespace Oversight.Web.Http;

/// <summary>Answers HEAD wherever GET is answered; the server leaves the body out by itself.</summary>
internal sealed class HeadAsGet(RequestDelegate next)
{
    /// <summary>Whether a request that is answered as GET asks for the head alone.</summary>
    public static bool IsAskedFor(HttpContext context) => context.Features.Get<HeadAlone>() is not null;

    public async Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsHead(method))
        {
            context.Request.Method = HttpMethods.Get;
            context.Features.Set(new HeadAlone());
        }

        try
        {
            await next(context);
        }
        finally
        {
            // The log says what was asked.
            context.Request.Method = method;
        }
    }

    private sealed class HeadAlone;
}
