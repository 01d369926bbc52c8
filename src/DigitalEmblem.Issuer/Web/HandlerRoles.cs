using System.Reflection;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.Filters;

namespace DigitalEmblem.Issuer.Web;

/// <summary>
/// Lets a handler of a page be used only by the roles that <see cref="MayAttribute"/> names, before anything of the request is read. The
/// start of the service fails if a page or a handler names none.
/// </summary>
internal sealed class HandlerRoles : IAsyncPageFilter, IPageApplicationModelConvention
{
    /// <summary>The roles of a handler: its own, or those of its page if it only shows it. Null if none are named.</summary>
    public static AccessRoles? Of(TypeInfo page, MethodInfo handler, string method) =>
        (handler.GetCustomAttribute<MayAttribute>()
            ?? (HttpMethods.IsGet(method) ? page.GetCustomAttribute<MayAttribute>() : null))?.Roles;

    /// <inheritdoc/>
    public void Apply(PageApplicationModel model)
    {
        foreach (PageHandlerModel handler in model.HandlerMethods)
        {
            if (Of(model.HandlerType, handler.MethodInfo, handler.HttpMethod) is null)
            {
                throw new InvalidOperationException(
                    $"{model.HandlerType.Name}.{handler.MethodInfo.Name} names no roles: give it [May].");
            }
        }

        if (model.HandlerType.GetCustomAttribute<MayAttribute>() is { Roles: AccessRoles.None })
        {
            model.EndpointMetadata.Add(new AllowAnonymousAttribute());
        }
    }

    /// <inheritdoc/>
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context)
    {
        if (WebFaultsShown(context.HttpContext))
        {
            return Task.CompletedTask;
        }

        // Without this, a page without such a handler would be shown, as if it had done what was asked; and OPTIONS would be a GET.
        string method = context.HttpContext.Request.Method;
        if (context.HandlerMethod is not { } handler
            || !(HttpMethods.IsHead(method) ? HttpMethods.IsGet(handler.HttpMethod) : HttpMethods.Equals(method, handler.HttpMethod)))
        {
            throw new WebFaultException(StatusCodes.Status405MethodNotAllowed);
        }

        AccessRoles may = Of(context.ActionDescriptor.HandlerTypeInfo, handler.MethodInfo, handler.HttpMethod)
            ?? throw new WebFaultException(StatusCodes.Status403Forbidden);
        return may == AccessRoles.None || (Caller.Of(context.HttpContext.User).Roles & may) != 0
            ? Task.CompletedTask
            : throw new WebFaultException(StatusCodes.Status403Forbidden, may);
    }

    /// <inheritdoc/>
    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next) => next();

    private static bool WebFaultsShown(HttpContext context) => Stages.WebFaults.Of(context) is not null;
}
