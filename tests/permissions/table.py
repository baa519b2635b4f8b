"""Who gets what from every address. The roles, in the order of the columns, are those of one cluster:

    anonymous · stranger · observer · member · focal point · rapporteur · co-facilitator · coordinator · administrator

The stranger coordinates another cluster; the administrator has no place in any.

    >  sent to the sign-in page          .  404, as for what does not exist
    +  allowed                           -  403
    o  allowed, signed in or not         #  405
                                         !  401, so that the browser keeps the text

``of`` names the object in the world whose address is asked (``tests.permissions.world``). On the same object of the
foreign cluster, every account of ours gets ``abroad``.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.permissions.world import ROLES

# fmt: off
TABLE = """
address                                 of                   GET         POST        abroad

home                                    -                    >++++++++   >++++++++
search                                  -                    >++++++++   >########
health                                  -                    ooooooooo   #########
courier_list                            -                    >........   >########
courier_detail                          letter               >........   >########
courier_page                            letter               >........   >########

participants:login                      -                    ooooooooo   ooooooooo
participants:logout                     -                    >########   >oooooooo
participants:session                    -                    !oooooooo   #########
participants:password_link              -                    ooooooooo   ooooooooo
participants:password_link_sent         -                    ooooooooo   ooooooooo
participants:password_choose            token                ooooooooo   ooooooooo
participants:invitation                 invitation           ooooooooo   ooooooooo
participants:setup                      -                    .........   .........
participants:account                    -                    >++++++++   >++++++++
participants:password_change            -                    >++++++++   >++++++++
participants:mail_choices               -                    >+++++++.   >+++++++.
participants:mail_stop                  stop link            ooooooooo   ooooooooo
participants:holiday_list               -                    >-------+   >########
participants:holiday_create             -                    >-------+   >-------+
participants:holiday_edit               holiday              >-------+   >-------+
participants:holiday_remove             holiday              >-------+   >-------+
participants:stuck_mail_list            -                    >-------+   >########
participants:stuck_mail_resend          stuck mail           >########   >-------+
participants:organisation_list          -                    >++++++++   >++++++++
participants:organisation_export        -                    >++++++++   >########
participants:organisation_create        -                    >+---++++   >+---++++
participants:organisation_paste         -                    >+---++++   >+---++++
participants:organisation_detail        organisation         >++++++++   >++++++++   +
participants:organisation_edit          organisation         >----++++   >----++++   -
participants:organisation_profile       organisation         >++++++++   >########   +
participants:profile_edit               organisation         >---+++++   >---+++++   -
participants:activity_add               organisation         >---+++++   >---+++++   -
participants:activity_edit              activity             >..-++++.   >..-++++.   .
participants:activity_withdraw          activity             >..-++++.   >..-++++.   .
participants:presence_list              cluster              >.-+++++-   >########   .
participants:presence_export            cluster              >.-+++++-   >########   .
participants:person_list                -                    >++++++++   >++++++++
participants:person_create              -                    >+---++++   >+---++++
participants:person_paste               -                    >+---++++   >+---++++
privacy:person_export                   person               >..+----+   >..+----+   .
privacy:person_erase                    person               >..+----+   >..+----+   .
mergers:organisation_choose             organisation         >-------+   >-------+   -
mergers:organisation_merge              organisation pair    >-------+   >-------+
mergers:person_choose                   person               >..----++   >..----++   .
mergers:person_merge                    person pair          >..----++   >..----++   .
privacy:contact_exports                 -                    >+-----++   >########
privacy:contact_views                   -                    >+-----++   >########
participants:person_detail              person               >..++++++   >..++++++   .
participants:person_edit                person               >..+-++++   >..+-++++   .
participants:person_edit                newcomer             >..--++++   >..--++++   .
participants:person_invite              newcomer             >..----++   >..----++   .
participants:person_invite              person               >..------   >..------   .
participants:cluster_list               -                    >++++++++   >++++++++
participants:cluster_create             -                    >-------+   >-------+
participants:cluster_detail             cluster              >.+++++++   >.+++++++   .
participants:cluster_edit               cluster              >.-----++   >.-----++   .
participants:membership_add             cluster              >.-----++   >.-----++   .
participants:membership_edit            membership           >.-----++   >.-----++   .
participants:role_add                   cluster              >.-----++   >.-----++   .
participants:role_edit                  role                 >.-----++   >.-----++   .
participants:group_add                  cluster              >.-----++   >.-----++   .
participants:group_edit                 group                >.-----++   >.-----++   .
participants:distribution_list_list     cluster              >.---+++-   >########   .
participants:distribution_list_add      cluster              >.-----+-   >.-----+-   .
participants:distribution_list_detail   list                 >.---+++-   >########   .
participants:distribution_list_edit     list                 >.-----+-   >.-----+-   .
participants:distribution_list_export   list                 >.-----+-   >.-----+-   .

meetings:meeting_list                   -                    >++++++++   >++++++++
meetings:meeting_create                 -                    >+---+++-   >+---+++-
meetings:meeting_edit                   planned              >....+++.   >....+++.   .
meetings:meeting_edit                   announced            >.---+++.   >.---+++.   .
meetings:meeting_edit                   circulated           >..--+++.   >..--+++.   .
meetings:meeting_edit                   adopted              >.------.   >.------.   .
meetings:meeting_announce               planned              >....+++.   >....+++.   .
meetings:meeting_announce               announced            >.------.   >.------.   .
meetings:meeting_reschedule             announced            >.---+++.   >.---+++.   .
meetings:meeting_reschedule             closed               >..-----.   >..-----.   .
meetings:meeting_cancel                 announced            >.---+++.   >.---+++.   .
meetings:meeting_cancel                 closed               >..-----.   >..-----.   .
meetings:meeting_restore                cancelled            >..--+++.   >..--+++.   .
meetings:meeting_restore                announced            >.------.   >.------.   .
meetings:attendance                     open                 >..--+++.   >..--+++.   .
meetings:attendance                     adopted              >.------.   >.------.   .
meetings:attendance_add                 open                 >########   >..--+++.   .
meetings:attendance_line                open                 >########   >..--+++.   .
meetings:headcount                      open                 >########   >..--+++.   .
meetings:sign_in                        code on the wall     ooooooooo   ooooooooo   o
meetings:sign_in_code                   open                 >..--+++.   >########   .
meetings:sign_in_accept                 open                 >########   >..--+++.   .
meetings:sign_in_refuse                 open                 >########   >..--+++.   .
meetings:meeting_roles                  open                 >..--+++.   >..--+++.   .
meetings:meeting_role_remove            planned role         >########   >....+++.   .
meetings:proposal_list                  cluster              >.---+++-   >########   .
meetings:proposal_decide                proposal             >..--+++.   >..--+++.   .
meetings:agenda_template_list           -                    >+---+++-   >+---+++-
meetings:agenda_template_create         -                    >+---+++-   >+---+++-
meetings:agenda_template_detail         template             >..--+++.   >..--+++.   .
meetings:agenda_template_edit           template             >..--+++.   >..--+++.   .
meetings:agenda_template_delete         template             >..--+++.   >..--+++.   .
meetings:agenda_template_item_edit      template item        >..--+++.   >..--+++.   .
meetings:agenda_template_item_press     template button      >########   >..--+++.   .
meetings:meeting_export                 -                    >++++++++   >########
meetings:document_list                  -                    >++++++++   >++++++++
meetings:document_create                -                    >+---+++-   >+---+++-
meetings:document_detail                public document      >.++++++.   >.++++++.   .
meetings:document_detail                members document     >..+++++.   >..+++++.   .
meetings:document_detail                restricted document  >....+++.   >....+++.   .
meetings:document_detail                open document        >..+++++.   >..+++++.   .
meetings:document_detail                validated document   >..+++++.   >..+++++.   .
meetings:document_edit                  public document      >.---+++.   >.---+++.   .
meetings:document_edit                  restricted document  >....+++.   >....+++.   .
meetings:document_download              public document      >.++++++.   >.++++++.   .
meetings:document_download              members document     >..+++++.   >..+++++.   .
meetings:document_download              restricted document  >....+++.   >....+++.   .
meetings:document_attach                public document      >########   >.---+++.   .
meetings:document_open                  draft document       >..--+++.   >..--+++.   .
meetings:document_open                  open document        >..--+++.   >..--+++.   .
meetings:document_open                  members document     >..-----.   >..-----.   .
meetings:document_take_back             open document        >..--+++.   >..--+++.   .
meetings:document_take_back             draft document       >..-----.   >..-----.   .
meetings:document_validate              open document        >..--+++.   >..--+++.   .
meetings:document_validate              members document     >..-----.   >..-----.   .
meetings:document_distribute            validated document   >..--+++.   >..--+++.   .
meetings:document_distribute            open document        >..-----.   >..-----.   .
meetings:document_message               public document      >.---+++.   >########   .
meetings:document_message               restricted document  >....---.   >########   .
meetings:document_message               validated document   >..-----.   >########   .
meetings:document_comment               open document        >########   >..+++++.   .
meetings:document_comment               draft document       >########   >..-----.   .
meetings:document_new_version           members document     >..--+++.   >..--+++.   .
meetings:document_new_version           restricted document  >....+++.   >....+++.   .
meetings:document_detach                public attached      >########   >.---+++.   .

actions:action_list                     -                    >++++++++   >++++++++
actions:action_bulk                     -                    >########   >+---+++-
actions:view_save                       -                    >########   >++++++++
actions:view_delete                     saved view           >########   >..+.....   .
actions:action_import                   -                    >+---+++-   >+---+++-
actions:action_export                   -                    >++++++++   >########
actions:export_start                    -                    >########   >++++++++
actions:export_detail                   export               >......+.   >########   .
actions:export_file                     export               >......+.   >########   .
actions:export_drop                     export               >########   >......+.   .
actions:action_create                   -                    >+---+++-   >+---+++-
actions:action_detail                   free action          >..+++++.   >..+++++.   .
actions:action_detail                   closed action        >..+++++.   >..+++++.   .
actions:action_detail                   open action          >....+++.   >....+++.   .
actions:action_detail                   restricted action    >....+++.   >....+++.   .
actions:action_edit                     free action          >..--+++.   >..--+++.   .
actions:action_edit                     restricted action    >....+++.   >....+++.   .
actions:action_owners                   free action          >..--+++.   >..--+++.   .
actions:action_withdraw                 free action          >..--+++.   >..--+++.   .
actions:action_report                   free action          >..-++++.   >..-++++.   .
actions:action_report                   open action          >....+++.   >....+++.   .
actions:action_report                   restricted action    >....+++.   >....+++.   .
actions:action_take_back                free action          >########   >..-++++.   .
actions:action_take_back                restricted action    >########   >....+++.   .
actions:action_message                  free action          >..--+++.   >########   .
actions:action_message                  restricted action    >....+++.   >########   .
actions:action_confirm                  free action          >..--+++.   >..--+++.   .
actions:date_give                       free action          >..+++++.   >..+++++.   .
actions:date_give                       awaiting action      >..-++++.   >..-++++.   .
actions:date_ask                        free action          >########   >..--+++.   .
actions:handover_add                    free action          >..--+++.   >..--+++.   .
actions:handover_add                    restricted action    >....---.   >....---.   .
actions:already_asked                   -                    >########   >+---+++-
actions:action_attach                   free action          >########   >..--+++.   .
actions:handover_list                   -                    >++++++++   >++++++++
actions:handover_detail                 sent handover        >....+++.   >....---.   .
actions:handover_detail                 received handover    >....+++.   >....+++.   .
actions:my_actions                      -                    >++++++++   >++++++++
actions:coverage                        cluster              >.-+++++-   >########   .
actions:gap_cover                       cluster              >########   >.---+++-   .
actions:coverage_frame                  cluster              >.---+++-   >.---+++-   .
actions:need_add                        cluster              >.-+++++-   >.-+++++-   .
actions:need_withdraw                   need                 >.---+++-   >.---+++-   .
actions:partner_list                    cluster              >.---+++-   >########   .
actions:partner_send_all                cluster              >########   >.---+++-   .
actions:partner_detail                  partner              >.---+++-   >########   .
actions:partner_send                    partner              >########   >.---+++-   .
actions:partner_copy                    partner              >########   >.---+++-   .
actions:partner_revoke                  partner              >########   >.---+++-   .
actions:partner_link_act                partner link         >########   >.---+++-   .
actions:partner_page                    held link            ooooooooo   #########
actions:partner_report                  held action          ooooooooo   ooooooooo
actions:partner_take_back               held action          #########   ooooooooo
actions:partner_renew                   held link            #########   ooooooooo
actions:partner_propose                 held link            ooooooooo   ooooooooo
actions:partner_unpropose               held point           #########   ooooooooo
actions:partner_presence                held link            ooooooooo   ooooooooo
actions:partner_call                    held call            ooooooooo   #########
actions:partner_call_part               held call part       ooooooooo   ooooooooo
actions:partner_call_file               held call            ooooooooo   #########
actions:call_list                       -                    >++++++++   >########
actions:call_create                     cluster              >.---+++-   >.---+++-   .
actions:call_setting                    cluster              >.---+++-   >.---+++-   .
actions:call_detail                     call                 >..--+++.   >########   .
actions:call_edit                       call                 >..--+++.   >..--+++.   .
actions:call_act                        call                 >########   >..--+++.   .
actions:call_put                        call                 >########   >..--+++.   .
actions:call_forward                    call                 >########   >..--+++.   .
actions:call_answer                     call answer          >..-+---.   >########   .
actions:call_answer_part                call answer part     >..-+---.   >..-+---.   .
actions:own_point                       seat                 >.--+----   >.--+----   .
actions:own_point_withdraw              own point            >########   >.--+----   .
actions:own_presence                    seat                 >.--+----   >.--+----   .
actions:call_copy                       call answer          >########   >..--+++.   .
actions:call_profile                    call answer          >########   >..--+++.   .

minutes:calendar_feed                   feed                 ooooooooo   #########
minutes:cluster_feed                    cluster              >.-+++++-   >.---+++-   .
minutes:profile_sheet                   organisation         >++++++++   >########   +
minutes:organisation_feed               organisation         >--++----   >--++----   -
minutes:meeting_detail                  planned              >....+++.   >########   .
minutes:meeting_detail                  announced            >.++++++.   >########   .
minutes:meeting_detail                  open                 >..+++++.   >########   .
minutes:meeting_detail                  closed               >..+++++.   >########   .
minutes:meeting_detail                  circulated           >..+++++.   >########   .
minutes:meeting_detail                  adopted              >.++++++.   >########   .
minutes:meeting_detail                  cancelled            >..+++++.   >########   .
minutes:meeting_messages                planned              >....---.   >########   .
minutes:meeting_messages                announced            >.---+++.   >########   .
minutes:meeting_messages                circulated           >..--+++.   >########   .
minutes:meeting_messages                signed               >.---+++.   >########   .
minutes:meeting_messages                cancelled            >..--+++.   >########   .
minutes:text_save                       open                 #########   !..--+++.   .
minutes:text_choose                     open                 #########   !..--+++.   .
minutes:meeting_texts                   open                 >..--+++.   >########   .
minutes:text_history                    open text            >..--+++.   >########   .
minutes:text_state                      open text state      >..--+++.   >..--+++.   .
minutes:text_state                      adopted text state   >.---+++.   >.------.   .
minutes:room_visit                      open                 >########   >..--+++.   .
minutes:picture_add                     open                 >########   >..--+++.   .
minutes:picture                         open picture         .....+++.   #########   .
minutes:picture                         circulated picture   ...+++++.   #########   .
minutes:picture                         adopted picture      ..++++++.   #########   .
minutes:picture                         adopted secret       .....+++.   #########   .
minutes:room_worker                     -                    ooooooooo   #########
minutes:room                            open                 >..--+++.   >########   .
minutes:room                            planned              >....+++.   >########   .
minutes:room                            circulated           >..--+++.   >########   .
minutes:room                            adopted              >.------.   >########   .
minutes:item_add                        open                 >########   >..--+++.   .
minutes:item_move                       open                 >########   >..--+++.   .
minutes:item_facts                      open item            >########   >..--+++.   .
minutes:item_state                      open item            >########   >..--+++.   .
minutes:item_delete                     open item            >########   >..--+++.   .
minutes:item_document                   open item            >########   >..--+++.   .
minutes:outcome_add                     open item            >########   >..--+++.   .
minutes:outcome_delete                  open outcome         >########   >..--+++.   .
minutes:room_action_add                 open item            >########   >..--+++.   .
minutes:line_make                       open item            >########   >..--+++.   .
minutes:line_understand                 open item            >########   >..--+++.   .
minutes:item_results                    open item            >..--+++.   >########   .
minutes:room_names                      open                 >..--+++.   >########   .
minutes:projection                      open                 >..--+++.   >########   .
minutes:review_report                   planned review       >########   >....+++.   .
minutes:section_add                     open                 >########   >..--+++.   .
minutes:section_delete                  open section         >########   >..--+++.   .
minutes:agenda_state                    open                 >########   >..--+++.   .
minutes:meeting_open                    announced            >########   >.---+++.   .
minutes:meeting_open                    closed               >########   >..-----.   .
minutes:meeting_close                   open                 >..--+++.   >..--+++.   .
minutes:meeting_close                   announced            >.------.   >.------.   .
minutes:meeting_reopen                  closed               >########   >..--+++.   .
minutes:meeting_reopen                  circulated           >########   >..-----.   .
minutes:record                          closed               >..--+++.   >########   .
minutes:record                          circulated           >..+++++.   >########   .
minutes:record                          adopted              >.++++++.   >########   .
minutes:minutes_circulate               closed               >..--+++.   >..--+++.   .
minutes:minutes_circulate               adopted              >.------.   >.------.   .
minutes:minutes_layout                  closed               >..--+++.   >..--+++.   .
minutes:minutes_layout                  adopted              >.------.   >.------.   .
minutes:minutes_review                  closed               >..--+++.   >..--+++.   .
minutes:minutes_review                  circulated           >..-----.   >..-----.   .
minutes:minutes_back_to_draft           circulated           >..--+++.   >..--+++.   .
minutes:minutes_back_to_draft           adopted              >.------.   >.------.   .
minutes:minutes_adopt                   closed               >..-----.   >..-----.   .
minutes:minutes_adopt                   circulated           >..----+.   >..----+.   .
minutes:minutes_adopt                   adopted              >.------.   >.------.   .
minutes:approval_adopt                  ruling               >..----+.   >..----+.   .
minutes:approval_reserve                ruling               >..----+.   >..----+.   .
minutes:approval_postpone               ruling               >..----+.   >..----+.   .
minutes:remark_add                      circulated           >..+++++.   >..+++++.   .
minutes:remark_add                      adopted              >.------.   >.------.   .
minutes:remark_answer                   circulated remark    >..--+++.   >..--+++.   .
minutes:minutes_correct                 circulated           >..-----.   >..-----.   .
minutes:minutes_correct                 adopted              >.-----+.   >.-----+.   .
minutes:minutes_give_up_correction      adopted              >.------.   >.------.   .
minutes:minutes_sign                    as rapporteur        >.---+--.   >.---+--.   .
minutes:minutes_sign                    as chair             >.-----+.   >.-----+.   .
minutes:minutes_refuse                  as rapporteur        >.---+--.   >.---+--.   .
minutes:minutes_refuse                  as chair             >.-----+.   >.-----+.   .
minutes:minutes_replace_signer          as chair             >.---+++.   >.---+++.   .
minutes:minutes_waive                   as chair             >.-----+.   >.-----+.   .
minutes:minutes_remind                  adopted              >########   >.---+++.   .
minutes:minutes_remind                  circulated           >########   >..-----.   .
minutes:minutes_publish                 adopted              >.------.   >.------.   .
minutes:minutes_publish                 signed               >.-----+.   >.-----+.   .
minutes:minutes_withdraw                signed publication   >.-----+.   >.-----+.   .
minutes:signing_policy                  cluster              >.-----++   >.-----++   .
minutes:publication_list                -                    ooooooooo   #########
minutes:publication_detail              publication          ooooooooo   #########
minutes:publication_pdf                 publication          ooooooooo   #########
minutes:minutes_scan                    circulated           >..-----.   >..-----.   .
minutes:minutes_scan                    adopted              >.---+++.   >.---+++.   .
minutes:meeting_archive                 adopted              >.---+++.   >########   .
minutes:record_file                     sealed file          >.++++++.   >########   .
minutes:verify                          -                    ooooooooo   ooooooooo
minutes:verify_key                      printed address      ooooooooo   ooooooooo
minutes:verify_key                      sheet address        ooooooooo   ooooooooo
minutes:verify_authority                -                    ooooooooo   #########
minutes:verify_authority_file           authority            ooooooooo   #########
minutes:verify_crl                      authority            ooooooooo   #########
minutes:verify_trust                    -                    ooooooooo   #########
minutes:my_signature                    -                    >++++++++   >########
minutes:my_signature_import             -                    >+++++++-   >+++++++-
minutes:my_signature_new                -                    >---+----   >---+----
minutes:my_signature_revoke             -                    >----+---   >----+---
minutes:person_signature                key holder           >..-----+   >########   .
minutes:person_signature_new            key holder           >..------   >..------   .
minutes:person_signature_new            key lost             >..-----+   >..-----+   .
minutes:person_signature_revoke         key holder           >..-----+   >..-----+   .
minutes:person_signature_revoke         key lost             >..------   >..------   .
minutes:sign_in_sheet                   planned              >....+++.   >########   .
minutes:sign_in_sheet                   announced            >.---+++.   >########   .
minutes:sign_in_sheet                   adopted              >.---+++.   >########   .
minutes:sign_in_sheet                   cancelled            >..-----.   >########   .
minutes:convocation                     planned              >....+++.   >########   .
minutes:convocation                     announced            >.-+++++.   >########   .
minutes:convocation                     open                 >..-----.   >########   .
minutes:convocation                     cancelled            >..-----.   >########   .
minutes:cluster_style                   cluster              >.-----++   >.-----++   .
minutes:logo_add                        cluster              >.-----++   >.-----++   .
minutes:logo_picture                    logo                 >.-----++   >########   .
minutes:logo_remove                     logo                 >########   >.-----++   .
minutes:decision_list                   -                    >++++++++   >########
minutes:decision_replace                circulated decision  >..--+++.   >..--+++.   .
minutes:decision_replace                adopted decision     >.---+++.   >.---+++.   .
minutes:decision_replace                secret decision      >....+++.   >....+++.   .
minutes:decision_export                 -                    >++++++++   >########
minutes:dashboard                       cluster              >.-+++++-   >########   .
minutes:dashboard_pdf                   cluster              >.-+++++-   >########   .
minutes:record_list                     -                    >++++++++   >########
minutes:contact_list                    cluster              >.-+++++-   >.-+++++-   .
minutes:sheet_seal                      planned              >....---.   >....---.   .
minutes:sheet_seal                      announced            >.-----+.   >.-----+.   .
minutes:sheet_seal                      adopted              >.-----+.   >.-----+.   .
minutes:cluster_archive                 cluster              >.---+++-   >.---+++-   .
minutes:sheet_list                      cluster              >.-+++++-   >########   .
minutes:sheet_file                      sealed sheet         >..+++++.   >########   .
minutes:follow_up_sheet                 planned              >....+++.   >########   .
minutes:follow_up_sheet                 announced            >.-+++++.   >########   .
minutes:follow_up_sheet                 adopted              >.-+++++.   >########   .
minutes:follow_up_sheet                 cancelled            >..-----.   >########   .
minutes:record_pdf                      closed               >..--+++.   >########   .
minutes:record_pdf                      circulated           >..+++++.   >########   .
minutes:record_pdf                      adopted              >.++++++.   >########   .
minutes:record_word                     closed               >..--+++.   >########   .
minutes:record_word                     circulated           >..+++++.   >########   .
minutes:record_word                     adopted              >.++++++.   >########   .
"""
# fmt: on


@dataclass(frozen=True)
class Row:
    address: str
    of: str
    signs: dict[str, str]
    """Method → one sign per role."""
    abroad: str = ""

    def __str__(self) -> str:
        return f"{self.address} ({self.of})" if self.of else self.address

    def sign(self, method: str, role: str) -> str:
        return self.signs[method][ROLES.index(role)]

    def sign_abroad(self, method: str, role: str) -> str:
        """On the foreign cluster's object: its coordinator is the stranger, ours are strangers there."""
        if role in ("anonymous", "admin") or self.sign(method, role) == "#":
            return self.sign(method, role)
        return self.sign(method, "coordinator") if role == "stranger" else self.abroad


def _row(line: str) -> Row:
    columns = [part.strip() for part in line.split("  ") if part.strip()]
    address, of, get, post, abroad = (*columns, "")[:5]
    return Row(address, "" if of == "-" else of, {"GET": get, "POST": post}, abroad)


ROWS = [_row(line) for line in TABLE.strip().splitlines()[1:] if line.strip()]

HELD = tuple(dict.fromkeys(row.address for row in ROWS if row.of.startswith("held ")))
"""What whoever holds an organisation's link may ask for: the key in the address is all the authority there is."""
