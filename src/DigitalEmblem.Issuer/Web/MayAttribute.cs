using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Web;

/// <summary>
/// Which roles may use a page or one handler of it. It stands on each page, for looking, and on each handler that does something; the
/// service does not start if one has none (<see cref="HandlerRoles"/>).
/// </summary>
/// <param name="roles">One of these roles is enough; none: a person who is not signed in may, too.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class MayAttribute(AccessRoles roles) : Attribute
{
    public AccessRoles Roles { get; } = roles;
}
