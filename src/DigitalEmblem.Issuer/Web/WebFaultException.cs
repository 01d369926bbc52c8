using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Web;

/// <summary>A request is answered with a page that says what is wrong with it. Nothing was changed.</summary>
/// <param name="status">The status of the answer.</param>
/// <param name="roles">The roles that may do what was asked, for 403.</param>
internal sealed class WebFaultException(int status, AccessRoles roles = AccessRoles.None) : Exception($"Status {status}.")
{
    public int Status { get; } = status;

    public AccessRoles Roles { get; } = roles;
}
