namespace Oversight.Web.Http;

/// <summary>Answers HEAD wherever GET is answered; the server leaves the body out by itself.</summary>
internal sealed class HeadAsGet(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        context.Request.Method = HttpMethods.IsHead(method) ? HttpMethods.Get : method;
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
}
