using System.Reflection;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.SigningIn;
using Microsoft.AspNetCore.Mvc.Filters;

namespace DigitalEmblem.Issuer.Web.Acting;

/// <summary>
/// Asks a person to show again who they are before a handler with <see cref="StepUpAttribute"/> runs, and keeps what was sent.
/// </summary>
/// <param name="kept">Keeps it.</param>
/// <param name="clock">The present.</param>
internal sealed class StepUpFilter(KeptForms kept, TimeProvider clock) : IAsyncPageFilter
{
    /// <summary>Whether a session may do now what needs a step-up.</summary>
    public static bool IsFresh(Session session, DateTimeOffset at) => at - session.StepUpAt < StepUpAttribute.Fresh;

    /// <inheritdoc/>
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (context.HandlerMethod?.MethodInfo.GetCustomAttribute<StepUpAttribute>() is null
            || IsFresh(SignedIn.Required(context.HttpContext), clock.GetUtcNow()))
        {
            await next();
            return;
        }

        await kept.KeepAsync(context.HttpContext, SignedIn.Required(context.HttpContext).Person.Handle);
        throw new WebFaultException(StatusCodes.Status401Unauthorized);
    }
}
