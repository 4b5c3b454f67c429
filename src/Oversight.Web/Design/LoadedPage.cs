using Microsoft.AspNetCore.Components;

namespace Oversight.Web.Design;

/// <summary>A page of what is not in the record: rendered once, when what it shows is there, and kept by nobody.</summary>
public abstract class LoadedPage : ComponentBase
{
    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext Context { get; set; } = null!;

    /// <inheritdoc/>
    public sealed override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        // As what protects forms wants it.
        Context.Response.Headers.CacheControl = "no-cache, no-store";
        await LoadAsync();
        await base.SetParametersAsync(ParameterView.Empty);
    }

    /// <summary>Reads what it shows.</summary>
    protected abstract Task LoadAsync();
}
